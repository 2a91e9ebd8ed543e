/** The app's own menu: three names at most, five entries under each; a click on one is an event. */
import type { Answer, Call } from './answer.js';
import { neededText, objectsAt, ok, refuse, textAt } from './answer.js';
import type { Json, World } from './state.js';
import { changed, utf8Length } from './state.js';

const MOST_NAMES = 3;
const MOST_ENTRIES = 5;
const NAME_BYTES = 16;
const ENTRY_BYTES = 40;
const KEY_BYTES = 128;
const URL_BYTES = 1024;

/** A button that a member sees; one that opens a page has no key. */
export type MenuButton = { readonly name: string; readonly key: string };
export type MenuName = { readonly name: string; readonly entries: readonly MenuButton[] };

export function createMenu(world: World, call: Call): Answer {
  ownAgent(world, call);
  const buttons = objectsAt(call.json, 'button');
  if (buttons.length === 0 || buttons.length > MOST_NAMES) refuse(40016, 'invalid button size');
  for (const button of buttons) {
    if (utf8Length(neededText(button, 'name', Infinity, 40018)) > NAME_BYTES) refuse(40018, 'invalid button name size');
    const entries = objectsAt(button, 'sub_button');
    if (entries.length > MOST_ENTRIES) refuse(40023, 'invalid sub button size');
    if (entries.length === 0) demandAct(button, [40017, 40019, 40020]);
    for (const entry of entries) {
      if (utf8Length(neededText(entry, 'name', Infinity, 40025)) > ENTRY_BYTES)
        refuse(40025, 'invalid sub button name size');
      if (objectsAt(entry, 'sub_button').length > 0) refuse(40022, 'invalid sub menu level');
      demandAct(entry, [40024, 40026, 40027]);
    }
  }
  world.menu = { button: buttons };
  changed(world, 'staff', 'menu');
  return ok();
}

export function getMenu(world: World, call: Call): Answer {
  ownAgent(world, call);
  return world.menu === null ? refuse(46003, 'menu no exist') : ok(world.menu);
}

export function deleteMenu(world: World, call: Call): Answer {
  ownAgent(world, call);
  world.menu = null;
  changed(world, 'staff', 'menu');
  return ok();
}

/** What members see of it; empty where there is none. */
export function menuSeen({ menu }: World): readonly MenuName[] {
  if (menu === null) return [];
  return objectsAt(menu, 'button').map((button) => {
    const entries = objectsAt(button, 'sub_button').map(buttonOf);
    return { name: textAt(button, 'name'), entries: entries.length > 0 ? entries : [buttonOf(button)] };
  });
}

const buttonOf = (button: Json): MenuButton => ({ name: textAt(button, 'name'), key: textAt(button, 'key') });

/** The key of the entry that is meant by its words or its key; any key where the app has no menu. */
export function keyClicked(world: World, what: string): string {
  const entries = menuSeen(world).flatMap((part) => part.entries);
  const found = entries.find(({ name, key }) => key === what || name === what);
  if (found !== undefined) return found.key;
  if (entries.length === 0) return what;
  throw new RangeError(`the app's menu has no '${what}'; there are: ${entries.map(({ name }) => name).join(', ')}`);
}

function demandAct(button: Json, [type, key, url]: readonly [number, number, number]): void {
  const kind = textAt(button, 'type');
  if (kind === 'view') {
    if (utf8Length(neededText(button, 'url', Infinity, url)) > URL_BYTES) refuse(url, 'invalid button url size');
  } else if (kind === 'click') {
    if (utf8Length(neededText(button, 'key', Infinity, key)) > KEY_BYTES) refuse(key, 'invalid button key size');
  } else refuse(type, 'invalid button type');
}

function ownAgent({ settings }: World, { query }: Call): void {
  if (query.get('agentid') !== String(settings.agentId)) refuse(40056, 'invalid agentid');
}
