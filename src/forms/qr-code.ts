/** A link as a QR code: a PNG of black and white squares, made without any drawing library. */
import { deflateSync, crc32 } from 'node:zlib';
import { encode } from 'uqr';
import type { Picture } from './sheet-picture.js';

const PIXELS_A_SQUARE = 8;
/** White squares around it, which scanners want. */
const QUIET_SQUARES = 4;

export function qrCode(link: string): Picture {
  const { data, size } = encode(link, { ecc: 'M', border: QUIET_SQUARES });
  const side = size * PIXELS_A_SQUARE;
  const line = Math.ceil(side / 8) + 1;
  const rows = Buffer.alloc(line * side, 0);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const isDark = data[Math.floor(y / PIXELS_A_SQUARE)]?.[Math.floor(x / PIXELS_A_SQUARE)] === true;
      const at = y * line + 1 + (x >> 3);
      if (!isDark) rows[at] = (rows[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return { png: pngOf(side, rows), width: side, height: side };
}

/** One bit a pixel, greyscale. */
function pngOf(side: number, rows: Buffer): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
