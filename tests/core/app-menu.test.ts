import { describe, expect, it } from 'vitest';
import { APP_MENU, isMenu, menuBody } from '../../src/core/app-menu.js';
import { parseInstant, type Instant } from '../../src/core/calendar.js';
import { understandCommand } from '../../src/core/understand/command.js';

const NOW = parseInstant('2026-03-10T10:00:00+08:00') as Instant;
const bytes = (text: string): number => Buffer.byteLength(text);

describe('the menu of the app', () => {
  it('keeps the platform’s limits', () => {
    expect(APP_MENU.length).toBeLessThanOrEqual(3);
    for (const { name, entries } of APP_MENU) {
      expect(bytes(name)).toBeLessThanOrEqual(16);
      expect(entries.length).toBeLessThanOrEqual(5);
      for (const entry of entries) {
        expect(bytes(entry.name)).toBeLessThanOrEqual(40);
        expect(bytes(entry.command)).toBeLessThanOrEqual(128);
      }
    }
  });

  it.each(APP_MENU.flatMap(({ entries }) => entries.map(({ command }) => command)))(
    '%s is understood as the command that it begins with',
    (command) => {
      const understood = understandCommand(command, NOW, 'Asia/Shanghai', ['翠湖花园']);
      expect(understood).toMatchObject({ kind: 'command', command: command.split(' ')[0] });
    },
  );

  it('is known again in what the platform answers, and another one is not', () => {
    const shown = { errcode: 0, ...JSON.parse(JSON.stringify(menuBody())) } as { button: { sub_button: object[] }[] };
    for (const button of shown.button) for (const entry of button.sub_button) Object.assign(entry, { sub_button: [] });
    expect(isMenu(shown)).toBe(true);
    for (const other of [null, {}, { button: [] }, { button: shown.button.slice(1) }, { button: 'x' }])
      expect(isMenu(other)).toBe(false);
  });
});
