/**
 * A paper 单据 as a value: one printed form filled in, before any file is chosen. Sheets, documents, pages and chat texts
 * are made from it and from the form's entry in `templates/forms/forms.yaml`; nothing here knows how they look.
 */
import type { Cell, ChartValue } from './report.js';

/** One ruled row, by the Chinese names of its columns; null is "nothing came back" and is never printed as 0. */
export type PaperRow = Readonly<Record<string, Cell>>;

export type Paper = {
  /** The form's key in `forms.yaml`. */
  readonly form: string;
  /** 编号 as printed; null where the form carries none. */
  readonly number: string | null;
  /** What stands once on the paper, by the placeholder's Chinese name: `客户姓名` is `李敏`. */
  readonly fields: Readonly<Record<string, Cell>>;
  /** Tables by name, their rows in printed order. */
  readonly lists: Readonly<Record<string, readonly PaperRow[]>>;
  readonly charts: readonly ChartValue[];
};

/** Words that several may have said, each once. */
export const saidOnce = (words: readonly (string | null)[], between = '；'): string =>
  [...new Set(words)].filter((one) => one !== null && one !== '').join(between);

/** 回访记录的编号: by policy and task, the same on the record, on the list of those handed out, and in the ledger. */
export const recordNumber = ({ policy, no }: { readonly policy: string; readonly no: number }): string =>
  `${policy.toUpperCase()}-${String(no).padStart(6, '0')}`;
