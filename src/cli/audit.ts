/** `huifang audit`: the chain against itself and against paper; a draw against its key and population. */
import { parseArgs } from 'node:util';
import { readAnchor, type AnchorClaim } from '../core/anchor.js';
import { environment, readDatabaseUrl } from '../config.js';
import { checkClaim } from '../store/anchors.js';
import { verifyAudit } from '../store/audit.js';
import type { Tx } from '../store/db.js';
import { openReadyDb } from '../store/open-db.js';
import { UsageFault } from './admin.js';
import { drawCommand } from './audit-draw.js';

const USAGE = [
  '用法：',
  '  huifang audit verify [--anchor "存证 HF-…"]…   核对审计链，并与留存的存证对照',
  '  huifang audit draw [--estate E]                列出各次抽样',
  '  huifang audit draw ID [--reveal] [--export]    按密钥和总体重抽一遍并比较；公布密钥；导出',
].join('\n');

export async function audit(argv: readonly string[]): Promise<number> {
  const [verb, ...rest] = argv;
  if (verb === 'verify') return verify(rest);
  if (verb === 'draw') return drawCommand(rest, USAGE);
  throw new UsageFault(USAGE);
}

/** Walks the audit chain and names every row that was altered; then checks what paper says. Exit 1 when one is wrong. */
async function verify(argv: readonly string[]): Promise<number> {
  const claims = claimsOf(argv);
  const db = await openReadyDb(readDatabaseUrl(environment()));
  try {
    const { rows, head, faults } = await verifyAudit(db.read);
    const lines = faults.map(({ seq, found }) => {
      return `第 ${seq} 行：${found === 'altered' ? '内容被改过' : '与前一行接不上（有行被删、被插或被改）'}`;
    });
    const sum = `共 ${rows} 行，${faults.length === 0 ? '完整' : `${faults.length} 处有问题`}；链首 ${head}`;
    const checked = await checkClaims(db.read, claims, rows);
    process.stdout.write([...lines, sum, ...checked.lines].map((line) => `${line}\n`).join(''));
    return faults.length === 0 && checked.holds ? 0 : 1;
  } finally {
    await db.close();
  }
}

function claimsOf(argv: readonly string[]): readonly AnchorClaim[] {
  const anchors = readArgs(argv);
  return anchors.flatMap((text) => {
    const claims = readAnchor(text);
    if (claims.length === 0)
      throw new UsageFault(`看不出存证：${text}。写法如 --anchor "存证 HF-123-0123456789abcdef"`);
    return claims;
  });
}

function readArgs(argv: readonly string[]): readonly string[] {
  try {
    const options = { anchor: { type: 'string', multiple: true } } as const;
    return parseArgs({ args: [...argv], options, strict: true }).values.anchor ?? [];
  } catch {
    throw new UsageFault(USAGE);
  }
}

async function checkClaims(
  tx: Tx,
  claims: readonly AnchorClaim[],
  rows: number,
): Promise<{ readonly lines: readonly string[]; readonly holds: boolean }> {
  const lines: string[] = [];
  let holds = true;
  for (const claim of claims) {
    const fault = await checkClaim(tx, claim);
    if (fault !== null) holds = false;
    const what = claim.kind === 'head' ? `存证第 ${claim.seq} 行` : `存证的抽样 ${claim.clause} ${claim.period}`;
    if (fault === null) lines.push(`${what}：与数据库一致`);
    else if (fault === 'differs') lines.push(`${what}：与数据库不符，该行或它以前的记录被改过`);
    else lines.push(`${what}：数据库里没有（现有 ${rows} 行），记录被删过，或不是同一个数据库`);
  }
  return { lines, holds };
}
