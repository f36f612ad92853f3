import type {
  AgainstVerdict,
  Amendable,
  AskedCompletion,
  Content,
  Outcome,
  Person,
  Pin,
  Summary,
} from './experiment.events.js';
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

/** The time from a start or resume to the next pause or completion; times are ISO 8601 UTC. */
export interface Run {
  readonly run: number;
  readonly phase: number;
  readonly from: string;
  readonly to: string | null;
}

/** The time from one change of the assignment to the next, or to completion. Within it a subject has one answer. */
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

/** A change of a live experiment, under review. It can apply only to the live hash that it was made for. */
export interface Amendment {
  readonly changes: Partial<Amendable>;
  /** Present if the votes are on a completion against the verdict; `changes` is empty then. */
  readonly completion?: AskedCompletion;
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
  /** Ids of earlier owners. They count as authors of its content, too. */
  readonly pastOwners: readonly string[];
  /** Seeds the bucketing; never changes. */
  readonly salt: string;
  /** Id of the experiment that this one is a copy of. */
  readonly copiedFrom: string | null;
  readonly status: Status;
  /** Hash of the content under review, approved or live; null in draft. */
  readonly contentHash: string | null;
  /** Hash of the live state: content, disabled arms and freeze; null before the start. */
  readonly liveHash: string | null;
  readonly warnings: readonly Warning[];
  readonly votes: readonly Vote[];
  /** Number of votes that was required at the last vote; null before the first. */
  readonly required: number | null;
  readonly amendment: Amendment | null;
  readonly phase: number;
  readonly phases: readonly Phase[];
  readonly runs: readonly Run[];
  /** Time at which enrolment was frozen. */
  readonly frozenAt: string | null;
  readonly disabledArms: readonly string[];
  /** Metrics attached after draft: outside the hash, never primary. */
  readonly addedMetrics: readonly string[];
  /** Those of `addedMetrics` that were attached after the start. */
  readonly addedAfterStart: readonly string[];
  /** The guardrail that paused it; null if it is not paused, or if no guardrail paused it. */
  readonly pausedBy: { readonly trigger: string; readonly guardrail: string } | null;
  /** Number of resumes after a pause by each guardrail. */
  readonly resumesAfter: Readonly<Record<string, number>>;
  readonly outcome: (Outcome & AgainstVerdict & { readonly by: Author; readonly comment: string | null }) | null;
  readonly pin: Pin | null;
  /** What it taught; null until it is noted. */
  readonly summary: Summary | null;
  readonly tags: readonly string[];
  readonly draftedAt: string;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly updatedAt: string;
}

/** Derives the id from the key, so that a key is unique without a second stream to read. */
export const experimentIdOf = (environment: string, key: string): string => derivedId('experiment', environment, key);

/** True once nothing more is gathered. */
export const isOver = ({ status }: Pick<Experiment, 'status'>): boolean =>
  status === 'completed' || status === 'archived';

/** Running or paused: it holds its flag. */
export const isLive = (experiment: Experiment): boolean =>
  experiment.status === 'running' || experiment.status === 'paused';

/** Number of slots of its conflict domain that it holds: the first ones of those it reserved. */
export const slotsHeldBy = (experiment: Experiment): number =>
  experiment.conflictDomain !== null && isLive(experiment) ? slotsOfTraffic(experiment.traffic) : 0;

/** The open run, or else the last one; null before the first start. */
export const currentRun = (experiment: Experiment): Run | null => experiment.runs.at(-1) ?? null;

/** The phase after a change of the assignment: a new one only while running, as nobody is assigned otherwise. */
export const nextPhase = (experiment: Experiment): number =>
  experiment.status === 'running' ? experiment.phase + 1 : experiment.phase;
