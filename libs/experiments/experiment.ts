import type { Amendable, Content, Outcome, Person, Pin } from './experiment.events.js';
import type { Author } from '../event-sourcing/author.js';
import { derivedId } from '../platform/ids.js';
import { slotsOfTraffic } from '../subjects/index.js';
import type { Warning } from './warnings.js';

export const STATUSES = [
  'draft',
  'in_review',
  'approved',
  'running',
  'paused',
  'completed',
  'rejected',
  'archived',
] as const;
export type Status = (typeof STATUSES)[number];

/** From a start or resume to the next pause or end; times are ISO 8601 UTC. */
export interface Run {
  readonly run: number;
  readonly phase: number;
  readonly from: string;
  readonly to: string | null;
}

/** From one change of the assignment to the next, or to the end: in it, one subject has one answer. */
export interface Phase {
  readonly phase: number;
  readonly from: string;
  readonly to: string | null;
  readonly traffic: string;
  readonly frozen: boolean;
  readonly disabledArms: readonly string[];
}

/** One person's vote in the current review. */
export interface Vote {
  readonly by: Person;
  readonly at: string;
  readonly comment: string | null;
}

/** A change of a live experiment under review. It stands on the live hash that it was made for. */
export interface Amendment {
  readonly changes: Partial<Amendable>;
  readonly liveHash: string;
  readonly contentHash: string;
  readonly openedBy: Person;
  readonly openedAt: string;
  readonly comment: string | null;
  readonly votes: readonly Vote[];
}

export interface Experiment extends Content {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly environment: string;
  readonly owner: Person;
  /** Ids of those who owned it before: its content is theirs, too. */
  readonly pastOwners: readonly string[];
  /** Seeds the bucketing; lasts the experiment's life. */
  readonly salt: string;
  /** Id of the experiment that this one is a copy of. */
  readonly copiedFrom: string | null;
  readonly status: Status;
  /** Hash of the content under review, approved or live; null in draft. */
  readonly contentHash: string | null;
  /** Hash of what is live: the content, its disabled arms, its freeze; null before the start. */
  readonly liveHash: string | null;
  readonly warnings: readonly Warning[];
  readonly votes: readonly Vote[];
  /** What the last vote was counted against; null before the first. */
  readonly required: number | null;
  readonly amendment: Amendment | null;
  readonly phase: number;
  readonly phases: readonly Phase[];
  readonly runs: readonly Run[];
  /** When enrolment was frozen. */
  readonly frozenAt: string | null;
  readonly disabledArms: readonly string[];
  /** Metrics attached past draft: outside the hash, never primary. */
  readonly addedMetrics: readonly string[];
  /** Those of them that were attached after the start. */
  readonly addedAfterStart: readonly string[];
  /** The guardrail that paused it; null where it is not paused, or by somebody. */
  readonly pausedBy: { readonly trigger: string; readonly guardrail: string } | null;
  /** How often it was resumed after each guardrail's pause. */
  readonly resumesAfter: Readonly<Record<string, number>>;
  readonly outcome: (Outcome & { readonly by: Author; readonly comment: string | null }) | null;
  readonly pin: Pin | null;
  readonly draftedAt: string;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly updatedAt: string;
}

/** The id follows from the key, so that one key is one experiment without a second stream to ask. */
export const experimentIdOf = (environment: string, key: string): string => derivedId('experiment', environment, key);

/** Running or paused: it holds its flag. */
export const isLive = (experiment: Experiment): boolean =>
  experiment.status === 'running' || experiment.status === 'paused';

/** How many slots of its conflict domain it holds, of those that it has reserved the first. */
export const slotsHeldBy = (experiment: Experiment): number =>
  experiment.conflictDomain !== null && isLive(experiment) ? slotsOfTraffic(experiment.traffic) : 0;

/** The run now open or, when none is, the last one; null before the first start. */
export const currentRun = (experiment: Experiment): Run | null => experiment.runs.at(-1) ?? null;

/** The phase that a change of the assignment opens: none while nobody is assigned. */
export const nextPhase = (experiment: Experiment): number =>
  experiment.status === 'running' ? experiment.phase + 1 : experiment.phase;
