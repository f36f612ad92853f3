import type { Flag } from '../../libs/flags/index.js';
import { contentHash, draft, type Content, type ExperimentEvent } from '../../libs/experiments/index.js';
import type { Actor, Role } from '../../libs/event-sourcing/author.js';
import type { Facts } from '../../libs/event-sourcing/decider.js';
import type { Quorum } from '../../libs/reviews/index.js';

/** Users, a flag and pasts of one experiment, for tests of its life. */
export const person = (id: string, role: Role): Actor => ({ kind: 'user', id, name: id, role, scopes: ['manage'] });
export const owner = person('olga', 'experimenter');
export const emil = person('emil', 'experimenter');
export const anna = person('anna', 'approver');
export const ben = person('ben', 'approver');
export const viewer = person('vera', 'viewer');
export const admin = person('ada', 'admin');
export const system: Actor = { kind: 'system', id: 'system', name: 'guardrail g', role: null, scopes: [] };
export const serviceKey = (...scopes: Actor['scopes']): Actor => {
  return { kind: 'key', id: 'k1', name: 'stopper', role: null, scopes };
};
const labels = { description: '', tags: [], owner: '', metadata: {}, clientVisible: false };
const plain = { variants: {}, default: 'old', defaultVariant: null, rules: [], requires: [], closing: [] };
export const flag: Flag = {
  key: 'f',
  type: 'string',
  ...plain,
  ...labels,
  archived: false,
  createdAt: '2026-01-01T00:00:00.000Z',
};
export const anyApprover = (required: number): Quorum => ({ required, voters: null });

/** A time in the minutes after midnight of one day. */
export const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
export const by = ({ kind, id, name }: Actor, minute = 0): Facts => ({ by: { kind, id, name }, at: at(minute) });

export type Step = readonly [ExperimentEvent, Facts];
export type Past = readonly Step[];

export const variants = [
  { key: 'control', value: 'old', weight: '50', control: true },
  { key: 'treatment', value: 'new', weight: '30', control: false },
  { key: 'other', value: 'newer', weight: '20', control: false },
];
const guardrails = [{ metric: 'crashes', threshold: '0.1', action: 'pause' as const }];

const command = { id: 'e1', key: 'exp', name: 'Exp', environment: 'production', variants };
const content = { trafficMax: '50', traffic: '20', metrics: ['sales'], guardrails };
const [first] = draft(null, flag, owner, { ...command, ...content }, { sales: 1, crashes: 1 }, at(0));
if (first?.type !== 'experiment_drafted') throw new Error('a draft is one event');
export const drafted: ExperimentEvent = first;
export const draftedContent: Content = first.data;
export const hash = contentHash(first.data);

export const submitted: ExperimentEvent = {
  type: 'experiment_submitted',
  data: { contentHash: hash, warnings: [], comment: null },
};
export const approved = (votes: number, required: number): ExperimentEvent => ({
  type: 'experiment_approved',
  data: { contentHash: hash, votes, required, quorumReached: votes >= required, byPolicy: false, comment: null },
});
export const started: ExperimentEvent = { type: 'experiment_started', data: { phase: 1, run: 1, comment: null } };
export const paused: ExperimentEvent = { type: 'experiment_paused', data: { run: 1, comment: null } };
/** The run that a guardrail's command names, and the pause that follows. */
export const forRun = { run: 1, trigger: 't1', guardrail: 'crashes' };
export const pausedByGuardrail = (run: number, trigger: string): ExperimentEvent => ({
  type: 'experiment_paused',
  data: { run, comment: null, trigger, guardrail: 'crashes' },
});
export const resumed = (run: number): ExperimentEvent => ({
  type: 'experiment_resumed',
  data: { phase: run, run, comment: null },
});

export const aDraft: Past = [[drafted, by(owner)]];
export const inReview: Past = [...aDraft, [submitted, by(owner)]];
export const isApproved: Past = [...inReview, [approved(1, 1), by(anna)]];
export const isRunning: Past = [...isApproved, [started, by(owner, 1)]];
export const isPaused: Past = [...isRunning, [paused, by(anna, 2)]];
export const isCompleted: Past = [
  ...isRunning,
  [{ type: 'experiment_completed', data: { kind: 'no_effect', winner: null, pin: null, comment: null } }, by(owner, 9)],
];
