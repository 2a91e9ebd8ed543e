import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json, templates and prisma: one above both `src` and `dist`. */
export function packageRoot(): string {
  return path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
}
