/** What `huifang doctor` says of the printed forms: their files, and what their templates hold that no form knows. */
import { checkTemplates } from '../forms/check-template.js';
import { FormFault, readFormFiles } from '../form-files.js';
import { bad, good, type Finding } from './finding.js';

export async function lookAtForms(formsDir: string | null): Promise<readonly Finding[]> {
  try {
    const faults = await checkTemplates(readFormFiles(formsDir));
    return faults.length === 0
      ? [good('表单和模板都能用')]
      : faults.map((fault) => bad(`表单模板有误，这张表不能取：${fault}`));
  } catch (error) {
    if (!(error instanceof FormFault)) throw error;
    return error.faults.map(({ message }) => bad(`表单文件有误，服务不能启动：${message}`));
  }
}
