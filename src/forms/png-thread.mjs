// Draws SVG as PNG, beside the program: a picture of many words takes tenths of a second. See png-thread.ts.
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const { wasmFile, fontFile, family } = workerData;
await initWasm(readFileSync(wasmFile));
const font = { fontBuffers: [readFileSync(fontFile)], defaultFontFamily: family };

parentPort.on('message', ({ id, svg, width }) => {
  try {
    const picture = new Resvg(svg, { fitTo: { mode: 'width', value: width }, background: '#ffffff', font });
    const drawn = picture.render();
    parentPort.postMessage({ id, png: drawn.asPng(), error: null });
    drawn.free();
    picture.free();
  } catch (error) {
    parentPort.postMessage({ id, png: null, error: String(error) });
  }
});
