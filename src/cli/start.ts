/** `npm start`: the demo runs exactly when there is neither a `.env` nor WECOM_CORP_ID (contracts.md). */
import { existsSync } from 'node:fs';
import { environment } from '../config.js';
import { demo } from './demo.js';
import { serve } from './serve.js';

export async function start(argv: readonly string[]): Promise<number> {
  const configured = existsSync('.env') || Boolean(environment()['WECOM_CORP_ID']?.trim());
  return configured ? serve(argv) : demo(argv);
}
