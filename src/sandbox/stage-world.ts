/** What the demo page needs of the running product, and the shape in which it is told what the product did and why. */
import type { Sandbox } from './wecom-server.js';
import type { SampleEstate } from './sample-estate.js';

/** The whole demo: the product, its sandbox platform, the people of the sample estate, and the one clock of them all. */
export interface DemoWorld {
  /** Epoch milliseconds of the demo's clock. */
  now(): number;
  /** Moves the clock on by that many milliseconds; resolves when what fell due has been done and sent. */
  advance(ms: number): Promise<void>;
  /** Does what the product does by the hour: closing a survey, opening a period. */
  hourly(): Promise<void>;
  readonly sandbox: Sandbox;
  readonly sample: SampleEstate;
  /** Posts to the product's own API (`/api/v1/events`) with the demo's token; the parsed answer. */
  post(path: string, body: unknown): Promise<unknown>;
  /** What the product's database says of an estate; only of one household if given. Newest first, at most 60 visits. */
  view(estate: string, household?: string): Promise<SystemView>;
}

/** Instants are epoch milliseconds; `null` means known to be nothing. */
export type SystemView = {
  readonly totals: {
    readonly events: number;
    readonly visits: number;
    readonly drawn: number;
    readonly asked: number;
    readonly withStaff: number;
    readonly recorded: number;
  };
  readonly visits: readonly VisitView[];
};

export type VisitView = {
  readonly no: number;
  readonly event: string | null;
  /** The visit on the same event whose one conversation and record serve this one too; its card then shows both. */
  readonly servedBy?: number | null;
  readonly household: string | null;
  /** Event kind, a key of EVENT_KINDS. */
  readonly kind: string;
  readonly description: string | null;
  /** A key of VISIT_STATUSES. */
  readonly status: string;
  readonly policy: string;
  readonly policyTitle: string;
  readonly clause: string;
  /** The clause's sentence in the policy's own words. */
  readonly source: string;
  readonly earliest: number;
  readonly due: number;
  /** 回访率 in percent; null: left to the supervisor. */
  readonly rate: number | null;
  readonly draw: {
    readonly period: string;
    readonly size: number;
    readonly chosen: number;
    readonly keyHash: string;
  } | null;
  /** The name of the member of staff who answers for it. */
  readonly assignee: string | null;
  readonly askedAt: number | null;
  readonly channel: string | null;
  readonly record: {
    /** A key of GRADES. */
    readonly grade: string | null;
    readonly remark: string | null;
    /** A key of METHODS, or `paper`. */
    readonly method: string;
    readonly by: string;
    readonly at: number;
    readonly confirmed: boolean;
  } | null;
  /** What a dissatisfied answer became, in words: who looks after it and by when. */
  readonly followUp: string | null;
  /** Why it stands there, in plain Chinese: what each part is about, and what is said of it. */
  readonly why: readonly { readonly title: string; readonly text: string }[];
  /** The audit trail of this visit, oldest first, in words a newcomer understands. */
  readonly trail: readonly { readonly at: number; readonly text: string }[];
};
