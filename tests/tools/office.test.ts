/** LibreOffice reads the samples that the product gives away. Runs where SOFFICE names one (scripts/test-tools.mjs). */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const SAMPLES = path.resolve(import.meta.dirname, '../../templates/estate');
const sheets = readdirSync(SAMPLES).filter((name) => name.endsWith('.xlsx'));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'huifang-office-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What it says of the file; that the machine has no Java, which no sheet needs, is none. */
const complaints = (stderr: string): readonly string[] =>
  stderr.split('\n').filter((line) => line.trim() !== '' && !line.includes('javaldx'));

describe('the sample sheets', () => {
  it('are there', () => expect(sheets.length).toBeGreaterThanOrEqual(5));

  it.each(sheets)('open in LibreOffice without complaint: %s', (sheet) => {
    const args = [
      `-env:UserInstallation=file://${folder}/profile`,
      '--headless',
      '--convert-to',
      'csv:Text - txt - csv (StarCalc):44,34,76',
    ];
    const ran = spawnSync(
      process.env['SOFFICE'] ?? 'soffice',
      [...args, '--outdir', folder, path.join(SAMPLES, sheet)],
      {
        encoding: 'utf8',
      },
    );
    expect([ran.status, complaints(ran.stderr)]).toEqual([0, []]);
    const theirs = readFileSync(path.join(folder, sheet.replace('.xlsx', '.csv')), 'utf8');
    const ours = readFileSync(path.join(SAMPLES, sheet.replace('.xlsx', '.csv')), 'utf8');
    expect(theirs.split('\n')[0]?.trim()).toBe(ours.replace('\uFEFF', '').split('\n')[0]?.trim());
  });
});
