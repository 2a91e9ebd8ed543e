/** What the platform's refusals mean: who must act, and when (wecom-protocol.md §8). */

/** The same four words as the channels' Verdict. */
export type ApiVerdict = 'retry' | 'renew-token' | 'next-channel' | 'give-up';

/** Nobody answered in time; or an answer that was not the platform's JSON came with this HTTP status. */
export type ApiFault =
  | { readonly kind: 'errcode'; readonly errcode: number }
  | { readonly kind: 'http'; readonly status: number }
  | { readonly kind: 'no-answer' };

const VERDICTS: ReadonlyMap<number, ApiVerdict> = new Map<number, ApiVerdict>([
  [-1, 'retry'],
  [45009, 'retry'],
  [45033, 'retry'],
  [40001, 'renew-token'],
  [40014, 'renew-token'],
  [41001, 'renew-token'],
  [42001, 'renew-token'],
  // Five messages used, 48 hours over, a person has taken the session: nothing is broken, another way is needed.
  [95001, 'next-channel'],
  [95002, 'next-channel'],
  [95018, 'next-channel'],
]);

/**
 * What to do about a refusal. An errcode that is not listed is permanent; so is an HTTP 4xx, but for 408 and 429.
 * Half an answer, or HTML with a 200, may hide work that was done: the same key goes out again.
 */
export function verdictOf(fault: ApiFault): ApiVerdict {
  switch (fault.kind) {
    case 'errcode':
      return VERDICTS.get(fault.errcode) ?? (NEEDS_OPERATOR.has(fault.errcode) ? 'retry' : 'give-up');
    case 'http':
      return fault.status < 400 || fault.status >= 500 || fault.status === 408 || fault.status === 429
        ? 'retry'
        : 'give-up';
    case 'no-answer':
      return 'retry';
    default:
      return fault satisfies never;
  }
}

/** What waits for the operator is tried again this often, so that nothing dies while they mend it. */
const OPERATOR_WAIT_MS = 30_000;

/** How long to keep away at the least, in milliseconds: the platform counts its rates by the minute. */
export function waitMsOf(fault: ApiFault): number | null {
  if (fault.kind === 'errcode' && NEEDS_OPERATOR.has(fault.errcode)) return OPERATOR_WAIT_MS;
  const limited =
    (fault.kind === 'errcode' && fault.errcode === 45009) || (fault.kind === 'http' && fault.status === 429);
  return limited ? 60_000 : null;
}

/** Refusals that stay until the operator mends something, and that no call should be repeated against meanwhile. */
export const NEEDS_OPERATOR: ReadonlySet<number> = new Set([60020, 48002, 301002]);

/** The platform said no, or nobody answered (`errcode` null). The message never holds a token, a secret or a text. */
export class WecomError extends Error {
  override readonly name = 'WecomError';
  readonly method: string;
  readonly errcode: number | null;
  readonly verdict: ApiVerdict;
  /** Keep away for that long at the least; null = as the back-off says. */
  readonly retryAfterMs: number | null;
  readonly #errmsg: string;

  constructor(
    method: string,
    errcode: number | null,
    errmsg: string,
    verdict: ApiVerdict,
    retryAfterMs: number | null = null,
  ) {
    const hint = errcode === null ? '' : (HINTS.get(errcode) ?? '');
    super(`${method} answered ${errcode ?? 'nothing usable'} (${errmsg}). ${hint}`.trim());
    this.method = method;
    this.errcode = errcode;
    this.verdict = verdict;
    this.retryAfterMs = retryAfterMs;
    this.#errmsg = errmsg;
  }

  /** The same refusal, to be taken otherwise. */
  withVerdict(verdict: ApiVerdict, retryAfterMs: number | null): WecomError {
    return new WecomError(this.method, this.errcode, this.#errmsg, verdict, retryAfterMs);
  }
}

const WINDOW_CLOSED = '住户超过 48 小时没有来消息，或上次来消息后已发满五条：等住户再来消息才能发。';

/** The usual mistakes, and where they are mended. */
const HINTS: ReadonlyMap<number, string> = new Map([
  [
    40001,
    '应用的 Secret 不对，或已被重置：管理后台 → 应用管理 → 该应用 → Secret，填入 WECOM_AGENT_SECRET 或 WECOM_KF_SECRET。',
  ],
  [40003, '成员账号（userid）不存在：请核对员工名单里的账号与通讯录一致。'],
  [40007, '素材（media_id）无效或已超过三天：需要重新上传。'],
  [40013, '企业ID（corpid）不对：管理后台 → 我的企业 → 企业信息，填入 WECOM_CORP_ID。'],
  [40056, 'AgentId 不对：管理后台 → 应用管理 → 该应用，填入 WECOM_AGENT_ID。'],
  [40058, '请求的参数不合要求。'],
  [45002, '消息太长。'],
  [45009, '接口调用太频繁，已超过企业微信的频率限制：会等限制过去再发，无需操作。'],
  [45033, '接口并发过高：会自动放慢。'],
  [48002, '应用没有调用这个接口的权限：管理后台 → 应用管理 → 该应用 → 权限；微信客服需在“可调用接口的应用”里勾选它。'],
  [60011, '应用无权查看该成员或部门：管理后台 → 应用管理 → 该应用 → 可见范围。'],
  [60020, '服务器地址不在企业可信IP里：管理后台 → 应用管理 → 该应用 → 企业可信IP，加入括号里的 IP。'],
  [60111, '成员账号（userid）不存在：请核对员工名单里的账号与通讯录一致。'],
  [81013, '接收人都无效：请核对账号，并确认他们在应用的可见范围内。'],
  [84061, '与这位客户没有联系关系，无法发送。'],
  [95000, '客服账号（open_kfid）不合法：请核对 WECOM_KF_ACCOUNT。'],
  [95001, WINDOW_CLOSED],
  [95002, WINDOW_CLOSED],
  [95004, '客服账号（open_kfid）不存在：请核对 WECOM_KF_ACCOUNT。'],
  [95018, '会话状态不允许发送（例如已由人工接待）。'],
  [301002, '应用没有权限操作这个 AgentId 或成员：核对 WECOM_AGENT_ID，并检查应用的可见范围。'],
]);
