/** What a template card may hold; a card that breaks a limit is refused with 40058 and the field's name. */
import { isObject, neededText, objectAt, objectsAt, refuse, textAt, textsAt, wholeAt } from './answer.js';
import type { Json } from './state.js';

const INTERACTIVE = new Set(['button_interaction', 'vote_interaction', 'multiple_interaction']);
const TYPES = new Set(['text_notice', 'news_notice', ...INTERACTIVE]);
const TASK_ID = /^[0-9A-Za-z_@-]{1,128}$/;

/** Returns the card's task_id, if any. */
export function checkCard(card: Json): string | undefined {
  const type = neededText(card, 'card_type');
  if (!TYPES.has(type)) refuse(40058, 'invalid Request Parameter: card_type');
  const title = isObject(card['main_title']) ? textAt(card['main_title'], 'title') : '';
  if (title === '' && textAt(card, 'sub_title_text') === '') refuse(40058, 'missing parameter: main_title.title');
  const facts = few(card, 'horizontal_content_list', 0, 6);
  for (const fact of facts) {
    neededText(fact, 'keyname');
    if (wholeAt(fact, 'type', [0, 3], 0) === 1) neededText(fact, 'url');
  }
  const taskId = textAt(card, 'task_id');
  if (taskId !== '' && !TASK_ID.test(taskId)) refuse(40058, 'invalid Request Parameter: task_id');
  if (INTERACTIVE.has(type)) {
    if (taskId === '') refuse(40058, 'missing parameter: task_id');
    checkInteraction(type, card);
  } else checkAction(objectAt(card, 'card_action'));
  return taskId === '' ? undefined : taskId;
}

function few(card: Json, field: string, least: number, most: number): readonly Json[] {
  const list = objectsAt(card, field);
  if (list.length < least || list.length > most)
    refuse(40058, `invalid Request Parameter: ${field} holds ${list.length}, allowed ${least}..${most}`);
  return list;
}

/** A notice must lead somewhere: to a page (1) or a mini program (2). */
function checkAction(action: Json): void {
  const type = wholeAt(action, 'type', [1, 2], 0);
  if (type === 1) neededText(action, 'url');
  if (type === 2) neededText(action, 'appid');
}

function checkInteraction(type: string, card: Json): void {
  if (type === 'button_interaction') {
    for (const button of few(card, 'button_list', 1, 6)) {
      neededText(button, 'text');
      if (wholeAt(button, 'type', [0, 1], 0) === 0) neededText(button, 'key', 1024);
      wholeAt(button, 'style', [1, 4], 1);
    }
    return;
  }
  if (type === 'vote_interaction') checkQuestion(objectAt(card, 'checkbox'), 20);
  else for (const question of few(card, 'select_list', 1, 3)) checkQuestion(question, 10);
  const submit = objectAt(card, 'submit_button');
  neededText(submit, 'text');
  neededText(submit, 'key', 1024);
}

function checkQuestion(question: Json, mostOptions: number): void {
  neededText(question, 'question_key', 1024);
  wholeAt(question, 'mode', [0, 1], 0);
  const options = few(question, 'option_list', 1, mostOptions);
  for (const option of options) {
    neededText(option, 'id', 128);
    neededText(option, 'text');
  }
  const ids = options.map((option) => option['id']);
  if (new Set(ids).size !== ids.length) refuse(40058, 'invalid Request Parameter: option_list.id repeated');
}

/** The buttons that a member can tap: `button_list`, or the one that submits. */
export function buttonsOf(card: Json): readonly { readonly key: string; readonly text: string }[] {
  const list = Array.isArray(card['button_list']) ? card['button_list'] : [card['submit_button']];
  return list.filter(isObject).map((button) => ({ key: textAt(button, 'key'), text: textAt(button, 'text') }));
}

/** A card as the words on it, line by line. */
export function cardWords(card: Json): string {
  const title = isObject(card['main_title']) ? card['main_title'] : {};
  const facts = objectsAt(card, 'horizontal_content_list');
  return [
    textAt(title, 'title'),
    textAt(title, 'desc'),
    textAt(card, 'sub_title_text'),
    ...facts.map((fact) => `${textAt(fact, 'keyname')}：${textAt(fact, 'value')}`),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** Checks a call's choice of members to update: user ids, or everyone. */
export const updatedUsers = (json: Json): readonly string[] | 'all' =>
  json['atall'] === 1 ? 'all' : textsAt(json, 'userids', 100);
