/** A thread that draws SVG as PNG, so that a picture stops nothing else; the font is read into it once. */
import { Worker } from 'node:worker_threads';

export type PngThread = {
  /** An SVG with its texts in the font's family, so many pixels wide, on white. */
  draw(svg: string, width: number): Promise<Uint8Array>;
};
export type PngTools = { readonly wasmFile: string; readonly fontFile: string; readonly family: string };

type Drawn = { readonly id: number; readonly png: Uint8Array | null; readonly error: string | null };
type Waiting = { readonly done: (png: Uint8Array) => void; readonly failed: (error: Error) => void };

/** Starts with the first picture, and keeps the program from ending only while one is drawn. */
export function openPngThread(tools: PngTools): PngThread {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let last = 0;

  const start = (): Worker => {
    const started = new Worker(new URL('./png-thread.mjs', import.meta.url), { workerData: tools });
    started.on('message', ({ id, png, error }: Drawn) => {
      const one = waiting.get(id);
      waiting.delete(id);
      if (waiting.size === 0) started.unref();
      if (png !== null) one?.done(png);
      else one?.failed(new Error(`a picture could not be drawn: ${error}`));
    });
    const ended = (reason: unknown): void => {
      if (thread === started) thread = null;
      const error = reason instanceof Error ? reason : new Error('the thread that draws has ended');
      for (const one of waiting.values()) one.failed(error);
      waiting.clear();
    };
    started.on('error', ended);
    started.on('exit', () => ended(null));
    return started;
  };

  return {
    draw: (svg, width) =>
      new Promise((done, failed) => {
        thread ??= start();
        thread.ref();
        last += 1;
        waiting.set(last, { done, failed });
        thread.postMessage({ id: last, svg, width });
      }),
  };
}
