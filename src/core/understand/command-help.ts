/** 帮助, 帮助 请假; and 你好, which asks for nothing yet. */
import type { Understood } from './command.js';

/** `about`: what help is wanted with, where it is said. Beside the arguments, which are those of contracts.md. */
export type HelpCommand = {
  readonly kind: 'command';
  readonly command: '帮助';
  readonly args: Readonly<Record<string, never>>;
  readonly about?: string;
};

const WHOLE =
  /^(?:帮助|帮忙|help|\?|菜单|命令|怎么用|使用说明|你能做什么|你会什么|能干什么|能做什么|功能|指令)[吗呢啊?。!]*$/iu;
const ABOUT = /^(?:帮助|help)[\s:：,，]+(.{1,20})$/iu;

/** The board is no command: its address stands in the help. */
const BOARD = /^(?:打开|进入?|看看?)?(?:的)?(看板)(?:的?(?:网址|地址|链接)|在哪里?)?[吗呢啊?。!]*$/u;

export const HELP: Pick<RegExp, 'test'> = new RegExp(`${WHOLE.source}|${ABOUT.source}|${BOARD.source}`, 'iu');
export function helpCommand(plain: string): HelpCommand {
  const about = (ABOUT.exec(plain) ?? BOARD.exec(plain))?.[1]?.trim();
  return { kind: 'command', command: '帮助', args: {}, ...(about === undefined ? {} : { about }) };
}

export const GREETING =
  /^(?:你好|您好|大家好|哈[喽罗]|hello|hi|早安?|[早上中下晚][上午]?好|在[吗么]|在不在|有人[吗么])[啊呀哈吗!！。~～\s]*$/iu;
export const greeted = (): Understood => ({
  kind: 'unclear',
  suggest: ['我的任务', '待办', '帮助'],
  asks: '您好。要做什么',
});
