/** Files of the office → small pictures of their pages: LibreOffice makes PDFs, pdftoppm draws them, sixteen greys are kept. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

/** Fonts of the same widths where an office's own are not installed: 宋体 has letters of half a character. */
const FONTS = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include>/etc/fonts/fonts.conf</include>
${[
  ['宋体', 'Noto Sans Mono CJK SC'],
  ['仿宋', 'Noto Serif CJK SC'],
  ['黑体', 'Noto Sans CJK SC'],
]
  .map(
    ([wanted, here]) =>
      `<alias binding="same"><family>${wanted}</family><prefer><family>${here}</family></prefer></alias>`,
  )
  .join('')}</fontconfig>`;

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
}

/** A PDF beside each file. */
export function toPdf(files: readonly string[], folder: string): void {
  const fonts = path.join(folder, 'fonts.conf');
  writeFileSync(fonts, FONTS);
  const profile = `-env:UserInstallation=file://${path.join(folder, 'profile')}`;
  const args = [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...files];
  run(process.env['SOFFICE'] ?? 'soffice', args, { FONTCONFIG_FILE: fonts });
}

const WIDTH = 700;

/** Draws a page of a PDF as a small PNG. */
export function pagePng(pdf: string, page: number, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  const stem = pdf.replace(/\.pdf$/u, '');
  run('pdftoppm', [
    '-gray',
    '-singlefile',
    '-f',
    `${page}`,
    '-l',
    `${page}`,
    '-scale-to-x',
    `${WIDTH}`,
    '-scale-to-y',
    '-1',
    pdf,
    stem,
  ]);
  writeFileSync(to, greyPng(readFileSync(`${stem}.pgm`)));
}

/** A PGM as a PNG of sixteen greys. */
function greyPng(pgm: Buffer): Buffer {
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/u.exec(pgm.toString('latin1', 0, 64));
  if (head === null) throw new Error('no PGM');
  const [width, height, start] = [Number(head[1]), Number(head[2]), head[0].length];
  const stride = Math.ceil(width / 2) + 1;
  const rows = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const grey = Math.round((pgm[start + y * width + x] ?? 255) / 17);
      const at = y * stride + 1 + (x >> 1);
      rows[at] = (rows[at] ?? 0) | (x % 2 === 0 ? grey << 4 : grey);
    }
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([4, 0, 0, 0, 0], 8);
  const parts = [chunk('IHDR', size), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
