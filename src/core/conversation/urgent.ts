/** 急事: words of a danger to life, now: whom to call comes first in the reply, and staff hear of it whatever else was understood. */
import { requestOf } from './no-answer.js';
import type { Sayings } from './sayings.js';
import { says } from './says.js';
import type { Effect, Input, Turn } from './turn.js';

const HURT =
  /(?:摔|跌|滑)(?:倒|了|伤|断|一跤)?.{0,8}(?:起不来|站不起|爬不起|动不了|不能动|流血|骨折)|(?:晕|昏)(?:倒|过去|迷)|(?:喘|透)不(?:上|过)来?气|胸口?(?:很|好|好像)?(?:痛|疼)|心(?:脏病|梗)(?:发|犯)|没(?:有)?呼吸|救命啊?|触电了|电(?:到|着)(?:人|我|了人)|中毒了|(?:有人|要)跳楼/u;
const FIRE = /(?:着|起|失)火了?|冒(?:黑|浓)?烟|(?:煤|燃|天然)气.{0,3}(?:味|泄[漏露]|漏)|漏(?:煤|燃|天然)气|爆炸/u;
const TRAPPED = /(?:困|关)在(?:了)?(?:电梯|里面)|被困/u;
/** What was, might be, or is over. */
const NOT_NOW =
  /上(?:次|回|个?月|周)|以前|之前|去年|前年|前[几些两]?天|那[次天回]|当时|才(?:出来|放|救)|出来了|救出|曾经|差点|要是|万一|如果|假如|怕|担心|会不会|演习|演练|修好|好了|没(?:有)?(?:再|冒|着|起)|不冒|不漏|[吗？?]\s*$/u;
const LONGEST = 80;

/** Whether the words tell of a danger to life as it is. */
export const isUrgent = (words: string): boolean =>
  Array.from(words).length <= LONGEST &&
  [HURT, FIRE, TRAPPED].some((pattern) => says(pattern, words)) &&
  !says(NOT_NOW, words);

/** The turn with what is to be said and passed on where the words are urgent. */
export function withUrgent({ session, effects }: Turn, input: Input, sayings: Sayings): Turn {
  if (input.kind !== 'said' || !isUrgent(input.text)) return { session, effects };
  const isPassedOn = effects.some(({ kind }) => kind === 'new-request');
  const request = isPassedOn ? [] : requestOf(true, input.text.trim());
  const isAnswer = effects.some(({ kind }) => kind === 'record' || kind === 'ballot' || kind === 'sign');
  const said = effects.find((effect) => effect.kind === 'say');
  const urgent: Effect =
    isAnswer && said !== undefined
      ? { ...said, text: `${sayings.urgent}${said.text}` }
      : { kind: 'say', text: sayings.urgent, purpose: 'reply' };
  return { session, effects: [...effects.filter(({ kind }) => kind !== 'say'), ...request, urgent] };
}
