/** A chart for tests: three bars in a PNG, drawn byte by byte. */
import { crc32, deflateSync } from 'node:zlib';

const [WIDTH, HEIGHT] = [320, 180];
const COLOURS = [
  [46, 160, 103],
  [233, 182, 60],
  [214, 84, 72],
] as const;

/** Bars of these heights, the highest one filling the picture. */
export function chartPng(values: readonly number[]): Buffer {
  const most = Math.max(1, ...values);
  const rows = Array.from({ length: HEIGHT }, (_, y) => {
    const row = Buffer.alloc(1 + WIDTH * 3, 0xff);
    row[0] = 0;
    values.forEach((value, bar) => {
      if (HEIGHT - 20 - y > ((HEIGHT - 40) * value) / most || y > HEIGHT - 20) return;
      for (let x = 40 + bar * 90; x < 100 + bar * 90; x += 1) row.set(COLOURS[bar] ?? [0, 0, 0], 1 + x * 3);
    });
    return row;
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const parts = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
