/** 审核: whether a record passes or goes back, and with what opinion, in the reviewer's own words. */
import { unclear } from './command-examples.js';
import { endOf, type NamedTask } from './command-task.js';
import { asWritten } from './command-written.js';
import type { Scene, Understood } from './command.js';

const RETURN =
  /(?<!别|不用|不必|先不|莫|不)退回(?!来)|扔回(?!来)|(?<!别|先不|不用)退(?=一下)|打回(?!来)|驳[回了掉](?!来)|(?<!别|不用|不)退了|退[掉脱拨]|不(?:通过|同意|批准?|予通过|[给能让]?过(?=$|[\s,，。!！了哈吧啊哦嘛])|能通过)|(?:通|批|审核?)不过(?=$|[\s,，])|通不过|退给(?:他们?|她们?|\p{Script=Han}{2,3}(?=[\s,，]|$))?|(?<!别|不用|不必|先不|莫|不)退(?:返去?)?(?=$|[\s,，。!！])|不认可|(?:不|没|未)(?:放行|允许)|(?:^|[\s,，])驳(?=$|[\s,，。!！])|\breturn\b|(?:这|我)关过不[去了]|不能?签(?=$|[\s,，。])/u;
const UNFIT =
  /重新?[写填整做弄搞](?!好|完|过|了)(?:一[份张下遍个])?|不过(?=$|[\s,，了])|^\s*退|不行|(?:不|没|未)(?:合格|过关|达标|合规)|(?<!通)过不[了去]|让[他她]\S{0,2}补|不合要求|重来|返工/u;
const APPROVE =
  /\b(?:pass|approved?)\b|(?<=[,，\s]|[两三四五六七八九十]条(?:都|全)?)[过批准](?=$|[\s,，!！。了吧嘛噻呗咯哈])|(?<!不|没|未)放行|放(?:过去|了?过(?=$|[\s,，吧]))|(?<!不|没|未)允许|没意见|^\s*(?:[过批准行]|可以|ok)(?=$|[\s,，了吧嘛噻呗咯哈])|审核?过(?=$|[\s,，了])|(?<=审核.*)\bok\b|\bok\b(?=.*审核)|(?<!不|没|未)(?:审核)?(?:通过|同意|批准)(?!不|书|电话|微信|短信|视频|对讲|现场|邮件|邻居|物业|前台|保安|标准|退|赔|换|补偿|减免)|(?<=先)过(?=$|[\s,，])|给[他她它]过(?!一|来|去)|批了|批过|准了|(?<!送|报|提)审[了过]|可以\s*过|(?<!不|没|未)过关|没问题|没毛病|过了|给过|批(?=\s*$|\s+)|可以(?=\s*$)|(?<!不)合格|准(?=$|[\s,，])|[都全给](?:过|批|准)(?=$|[\s,，了吧哈])|(?<!书)签(?:了|过)|(?<=审核\D*\d+\s*)(?:批|准|过|可以|行|ok)/iu;
const POLITE =
  /^(?:审核|给?[过批准]|通过|可以|没问题|没毛病|放行|同意|准予?|办结|批准|改改?|好的?|行|ok|记录|谢谢|辛苦了?|妥了|行了|就行|不影响|哈|啦|了|吧|掉|去|回去|给?[他她它]|一下|呢|嘛|咯|噻|的|嗯|呃|[\s,，])+$/u;

/** 没毛病，通过: of several words for it the plainest is the verdict. */
const PLAINLY =
  /(?<!不|没|未)(?:通过|同意|批准)(?!不|率|书|电话|微信|短信|视频|对讲|现场|邮件|邻居|物业|前台|保安|标准|退|赔|换|补偿|减免)|放行|准[予许]|approved?|\bpass\b/iu;

/** 审核 12 退回 照片不清楚; both at once is no verdict. */
export function reviewed(plain: string, named: readonly NamedTask[], { text: written }: Scene): Understood {
  const blank = (words: string): string => ' '.repeat(words.length);
  const text = named
    .reduce((left, { at, words }) => left.slice(0, at) + blank(words) + left.slice(at + words.length), plain)
    .replace(/^请?审[核批]?\s+|^\s*审核\s+(?=[行过批准好]|可以|ok)/iu, blank);
  const back = RETURN.exec(text) ?? UNFIT.exec(text);
  const rest = back === null ? text : text.replace(back[0], blank);
  const passed = (back === null ? PLAINLY.exec(rest) : null) ?? APPROVE.exec(rest);
  const found = back ?? passed;
  if (found === null || (back !== null && passed !== null && passed.index < back.index))
    return unclear('审核', '审核 12 退回 照片不清楚');
  const tasks = [...new Set(judgedOf(named, found.index).map(({ task }) => task))];
  const [task] = tasks;
  const opinion = opinionIn(plain, text, found, back === null ? null : named);
  const args = {
    ...(tasks.length > 1 ? { tasks } : { task: task ?? 0 }),
    verdict: back === null ? ('approve' as const) : ('return' as const),
    ...(opinion === '' ? {} : { opinion: asWritten(opinion, plain, written) }),
  };
  return { kind: 'command', command: '审核', args };
}

/** 102不予通过，收费80与报价60不符: where a record is named before the verdict, numbers behind it are none. */
function judgedOf(named: readonly NamedTask[], verdict: number): readonly NamedTask[] {
  const before = named.filter(({ at }) => at < verdict);
  return before.length === 0 ? named : before;
}

/** What is quoted, else what is said behind the verdict, else why a record goes back, before it. */
function opinionIn(
  plain: string,
  text: string,
  verdict: RegExpExecArray,
  returned: readonly NamedTask[] | null,
): string {
  const quoted = QUOTED.exec(plain)?.[1];
  if (quoted !== undefined) return quoted;
  const said = text
    .slice(verdict.index + verdict[0].length)
    .replace(/^(?:回去|掉|去|了|吧|哈|啦|撒|嘎|你|嘛|噻|哦|啊|呢|呗|给他|[他她它](?=[啦吧了\s,，]))+/u, '')
    .replace(/^[\s,，、:：。;；!！]+|[\s,，。!！\p{Extended_Pictographic}\ufe0f\u200d]+$/gu, '')
    .replace(/^(?:(?:通过|过了|退了|退掉|退回|打回去?|驳回)[\s,，]*)+/u, '')
    .replace(/[\s,，。]+(?:退回?去?|打回去?|驳回?|不过|退)[吧了。]*$/u, '')
    .replace(/^并?(?:注明|写明|备注|标注|说明)[\s:：,，]*(?=["“「『])|^啊(?=\p{Script=Han})/u, '')
    .replace(
      /^(?:(?:审核意见|意见|理由|原因|备注|附言|批语|评语)[就要]?(?:(?:写(?=[\s:：,，])|是(?!否)|为)[\s:：,，]*|[\s:：,，]+)|(?:审核)?意见(?![栏书表])[\s:：,，]*)|^因为|^(?:其[他它余]|剩下|别的).*$/u,
      '',
    );
  const after = POLITE.test(said) ? '' : said;
  if (returned === null || (after !== '' && !ONLY_AGAIN.test(after))) return after;
  const first = returned[0];
  const between = reasonIn(plain.slice(endOf(returned.at(-1)), Math.max(verdict.index, endOf(returned.at(-1)))));
  return between || reasonIn(plain.slice(0, Math.min(first?.at ?? 0, verdict.index))) || after;
}
const QUOTED =
  /(?:^|[\s,，:：]|意见就?写?成?|备注就?要?写?|意见为|注明|写明|标注|理由就?[是写为]?|原因就?[是写为]?|认为|写[上成]?)["“「『]([^"“”「」『』]{2,})["”」』]/u;
/** 让他补, 重写: what says only that it must be done again, and not why. */
const ONLY_AGAIN =
  /^(?:先|再|去|给?[他她]|让[他她]|叫[他她]|请|麻烦|重新?[写填做来报弄搞审]?|返工|补(?:齐|上|全|充|好|正|说明|材料)*(?:一?下)?|改(?:好|完|了)?|弄好|[了吧哈啊]|再(?:交|报|来|审|签|给|说)|我(?:再|才)?[签审批]|上来|过来|[\s,，])+$/u;

/** 经核,任务65照片与描述不符,予以退回: why, as far as it stands in one stretch of a text. */
function reasonIn(stretch: string): string {
  const reason = stretch
    .replaceAll(NO_REASON, '')
    .replace(/[\s,，。;；:：!！?？~\p{Extended_Pictographic}\ufe0f]+$/u, '')
    .trim();
  return (reason.length > 3 || /^[没缺少漏无]\S\S$/u.test(reason)) && !/^\S{0,4}(?:让|叫|要|喊)我/u.test(reason)
    ? reason
    : '';
}
const NO_REASON =
  /^(?:(?:[\s,，。:：]|因为|请|把|将|给|予以|经核|我(?=看|认为|觉得|不)|认为|(?:审核)?意见(?=[\s:：])|审核|任务|记录(?=$|[\s,，先请退]|要(?!素|求|点|件))|[这那][条份个张单户](?:单子?)?|单子?|的(?:结论|记录|结果)(?=[\s,，])|都|的|要(?!素|求|点|件)|先|麻烦|帮我|号|不行[啊嘛哦呀]?|不能?[签批过]|不同意|退)\s*)+|(?:[\s,，。]|的?那[个张条份]|予以|请|先|都|要|应|直接|所以|你?给他|你|把它?|将|让他|不行|不可以|不合格|我?不能?[签批过]|不同意|按这个(?:意见)?|退)+$/gu;
