/** `huifang serve`: the server for the real WeCom. Ends cleanly on SIGTERM and SIGINT; SIGHUP reads the policy files again. */
import { environment, readConfig } from '../config.js';
import type { Instant } from '../core/calendar.js';
import { openRuntime, type Runtime } from '../runtime.js';

export async function serve(_argv: readonly string[]): Promise<number> {
  const config = readConfig(environment());
  const runtime = await openRuntime({ config, clock: { now: () => Date.now() as Instant } });
  const address = await runtime.start().catch(async (error: unknown) => {
    await runtime.close();
    throw error;
  });
  process.on('SIGHUP', () => void runtime.reread());
  runtime.ctx.log.info({ address }, 'huifang is ready');
  return untilStopped(runtime);
}

/** How long a stop may take before the process goes anyway. */
const STOP_TIMEOUT_MS = 10_000;

/** Resolves with the exit code once the process was asked to stop and has finished what was under way. */
export function untilStopped(runtime: Pick<Runtime, 'close'>): Promise<number> {
  return new Promise((done) => {
    let stopping = false;
    const stop = (): void => {
      if (stopping) return;
      stopping = true;
      setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
      runtime.close().then(
        () => done(0),
        () => done(1),
      );
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  });
}
