/** What `huifang doctor` says of policies: files that cannot be used, and events that no adopted policy covers. */
import { openPolicies } from '../app/policies-in-force.js';
import { troublesOf } from '../app/tell-policy-faults.js';
import { EVENT_KINDS } from '../core/terms.js';
import { PolicyFault } from '../policy-files.js';
import type { Tx } from '../store/db.js';
import { estates, type Estate } from '../store/estates.js';
import { uncoveredCounts } from '../store/uncovered.js';
import { bad, good, type Finding } from './finding.js';

export async function lookAtPolicies(tx: Tx, policyDir: string | null): Promise<readonly Finding[]> {
  const all = await estates(tx);
  return [...(await lookAtFiles(tx, policyDir, all)), ...(await lookAtUncovered(tx, all))];
}

async function lookAtFiles(tx: Tx, policyDir: string | null, all: readonly Estate[]): Promise<readonly Finding[]> {
  try {
    const troubles = (await openPolicies(tx, policyDir)).library.troubles();
    if (troubles.length === 0) return [good('制度文件都能用')];
    return troubles.flatMap((trouble) => {
      const names = all.filter((estate) => troublesOf(estate, [trouble]).length > 0).map(({ name }) => name);
      const meanwhile = names.length === 0 ? '没有项目采用' : `${names.join('、')}仍按原来的内容执行`;
      return trouble.lines.map((line) => bad(`制度文件有误，${meanwhile}：${line}`));
    });
  } catch (error) {
    if (!(error instanceof PolicyFault)) throw error;
    return error.faults.map(({ message }) => bad(`制度文件有误，也没有可用的旧版，服务不能启动：${message}`));
  }
}

async function lookAtUncovered(tx: Tx, all: readonly Estate[]): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { id, name } of all) {
    const counts = await uncoveredCounts(tx, id);
    if (counts.length === 0) continue;
    const kinds = counts.map(({ kind, count }) => `${EVENT_KINDS[kind].zh} ${count} 件`).join('、');
    findings.push(bad(`${name}有事项不在任何已采用的制度之内：${kinds}。可采用相应的制度，或向经理说明`));
  }
  return findings.length > 0 ? findings : [good('每件事项都有制度管')];
}
