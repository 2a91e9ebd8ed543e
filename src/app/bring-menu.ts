/** The app's menu is made as the server starts, where it is another one. What fails is in the log and stops nothing. */
import { isMenu, menuBody } from '../core/app-menu.js';
import type { Context } from '../context.js';

export type MenuPort = {
  /** As the platform shows it; null where there is none. */
  get(): Promise<unknown>;
  create(menu: Readonly<Record<string, unknown>>): Promise<void>;
};

/** Null: there is no app. */
export async function bringMenu({ log }: Pick<Context, 'log'>, port: MenuPort | null): Promise<void> {
  if (port === null) return;
  try {
    if (isMenu(await port.get())) return;
    await port.create(menuBody());
    log.info('the menu of the app was made');
  } catch (error) {
    log.warn({ error: error instanceof Error ? error.message : 'unknown' }, 'the menu of the app could not be made');
  }
}
