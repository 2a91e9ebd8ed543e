/** `--estate`: an estate by its id, or by its name. */
import type { Tx } from '../store/db.js';
import { estates, type Estate } from '../store/estates.js';
import { UsageFault } from './admin.js';

/** The estate that is meant. @throws UsageFault, which names those that there are. */
export async function estateNamed(read: Tx, name: string): Promise<Estate> {
  const all = await estates(read);
  const found = all.find(({ id }) => id === name) ?? all.find((estate) => estate.name === name);
  if (found !== undefined) return found;
  const known = all.map((estate) => `${estate.name}（${estate.id}）`).join('、');
  throw new UsageFault(`没有项目「${name}」${known === '' ? '' : `；现有：${known}`}`);
}
