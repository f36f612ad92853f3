import fc from 'fast-check';
import {
  amend,
  approve,
  archive,
  attachMetric,
  changeTraffic,
  complete,
  disableArm,
  edit,
  freezeEnrolment,
  noteLearning,
  pause,
  reject,
  requestChanges,
  restore,
  resume,
  start,
  stopBySchedule,
  submit,
  tightenGuardrail,
  transfer,
  withdraw,
  type Experiment,
  type ExperimentEvent,
} from '../../libs/experiments/index.js';
import type { Actor } from '../../libs/event-sourcing/author.js';
import type { Quorum } from '../../libs/reviews/index.js';
import { admin, anna, anyApprover, at, ben, emil, flag, owner, serviceKey, system, viewer } from './experiments.js';

/** A random command of an experiment's life. */
export interface AnyCommand {
  readonly verb: keyof typeof VERBS;
  readonly actor: Actor;
  readonly quorum: Quorum;
  readonly percent: string;
  readonly arm: string;
  readonly newOwner: Actor;
  /** True if it suits the state (the right trigger, an amendment that widens); false if it does not. */
  readonly fitting: boolean;
}

const PEOPLE = [owner, emil, anna, ben, admin, viewer];
const QUORUMS: readonly Quorum[] = [
  anyApprover(1),
  anyApprover(2),
  anyApprover(0),
  { required: 1, voters: ['emil', 'anna', 'olga'] },
  { required: 2, voters: ['emil', 'anna', 'ben', 'olga'] },
];

type Decide = (state: Experiment, command: AnyCommand, minute: number) => readonly ExperimentEvent[];

const id = 'e1';
const crashes = () => ({ direction: 'lower_is_better', rule: { kind: 'count', event: 'crash' } }) as const;
const marginOf = (percent: string): string => (percent === '100' ? '0.99' : `0.${percent}1`);
const guardrails = (percent: string) => [
  { key: 'crashes', metric: 'crashes', threshold: percent, action: 'pause' as const },
  {
    key: 'harm',
    metric: 'crashes',
    scope: 'treatment_vs_control' as const,
    margin: marginOf(percent),
    action: 'pause' as const,
  },
];

const VERBS = {
  edit: (state, { actor, percent }, minute) => {
    const changes = {
      ...{ trafficMax: percent, traffic: percent, guardrails: guardrails(percent) },
      ...{ primaryMetric: 'sales', metrics: ['sales'] },
    };
    return edit(state, id, flag, actor, changes, {}, at(minute));
  },
  schedule: (state, { actor }, minute) => {
    const schedule = { startAt: null, stopAt: at(minute + 15) };
    return edit(state, id, flag, actor, { schedule }, {}, at(minute));
  },
  submit: (state, { actor, quorum }) => submit(state, id, actor, quorum, null, []),
  approve: (state, { actor, quorum }) => approve(state, id, actor, quorum, null),
  requestChanges: (state, { actor, quorum }) => requestChanges(state, id, actor, quorum, null),
  reject: (state, { actor, quorum, fitting }) =>
    // Fitting commands reject only amendments: rejecting the experiment would end sequences early.
    fitting && !state.amendment ? [] : reject(state, id, actor, quorum, null),
  withdraw: (state, { actor }) => withdraw(state, id, actor, null),
  transfer: (state, { actor, newOwner, quorum }) => transfer(state, id, actor, newOwner, quorum, null),
  start: (state, { actor }, minute) => start(state, id, actor, null, at(minute)),
  pause: (state, { actor }) => pause(state, id, actor, 'why'),
  breach: (state) => {
    const run = state.runs.at(-1)?.run ?? 0;
    return pause(state, id, system, null, { run, trigger: `t${run}`, guardrail: 'crashes' });
  },
  stop: (state, _, minute) => {
    const { stopAt } = state.schedule ?? {};
    return stopAt && stopAt <= at(minute) ? stopBySchedule(state, id, system, stopAt) : [];
  },
  resume: (state, { actor, fitting }, minute) => {
    const trigger = fitting ? (state.pausedBy?.trigger ?? null) : null;
    return resume(state, id, actor, { trigger, comment: 'why' }, at(minute));
  },
  traffic: (state, { actor, percent }) => changeTraffic(state, id, actor, percent, 'why'),
  freeze: (state, { actor, fitting }) => (fitting ? freezeEnrolment(state, id, actor, 'why') : []),
  disableArm: (state, { actor, arm }) => disableArm(state, id, actor, arm, 'why'),
  halt: (state, { arm }) => disableArm(state, id, serviceKey('halt'), arm, null),
  tighten: (state, { actor, percent, arm }) => {
    const stricter =
      arm === 'control'
        ? { guardrail: 'harm', margin: marginOf(percent) }
        : { guardrail: 'crashes', threshold: percent };
    return tightenGuardrail(state, id, actor, stricter, crashes, 'why');
  },
  attachMetric: (state, { actor, percent }) => attachMetric(state, id, actor, `m${percent}`, {}),
  amend: (state, { actor, quorum, percent, arm, fitting }, minute) => {
    const schedule = { stopAt: at(minute + 30) };
    const wide = { trafficMax: '100', traffic: percent, guardrails: guardrails('100'), disabledArms: [], schedule };
    const narrow = { trafficMax: percent, disabledArms: arm === 'control' ? [] : [arm] };
    return amend(state, id, actor, quorum, fitting ? wide : narrow, {}, null, at(minute));
  },
  learn: (state, { actor, percent }) => noteLearning(state, id, actor, { summary: percent }),
  complete: (state, { actor, fitting }) =>
    fitting ? [] : complete(state, id, actor, { kind: 'rollback', winner: null }, null),
  /** Against a verdict, under a policy of a second vote: it asks. Other completions would end sequences early. */
  rollout: (state, { actor, quorum, fitting }) => {
    if (state.primaryMetric === null || state.amendment) return [];
    const verdict = { kind: 'harmful', reasons: [], variant: 'treatment', arms: [] } as const;
    const judgement = { verdict, policy: 'second_vote', quorum } as const;
    const comment = fitting ? 'harmful, and yet' : 'we like it';
    return complete(state, id, actor, { kind: 'rollout', winner: 'treatment' }, comment, undefined, judgement);
  },
  archive: (state, { actor }) => archive(state, id, actor, null),
  restore: (state) => restore(state, id, null),
} satisfies Record<string, Decide>;

/** The events that the command decides. @throws Refusal */
export const decideAny = (command: AnyCommand, state: Experiment, minute: number): readonly ExperimentEvent[] =>
  (VERBS[command.verb] as Decide)(state, command, minute);

const verbs = Object.keys(VERBS) as (keyof typeof VERBS)[];

export const anyCommand: fc.Arbitrary<AnyCommand> = fc.record({
  // Steps within a life come more often than those that end it.
  verb: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...verbs) },
    {
      weight: 4,
      arbitrary: fc.constantFrom<keyof typeof VERBS>('submit', 'approve', 'start', 'resume', 'amend', 'approve'),
    },
  ),
  actor: fc.constantFrom(...PEOPLE, owner, admin, anna),
  quorum: fc.constantFrom(...QUORUMS),
  percent: fc.constantFrom('0', '10', '30', '50', '80'),
  arm: fc.constantFrom('treatment', 'other', 'control'),
  newOwner: fc.constantFrom(...PEOPLE),
  fitting: fc.constantFrom(true, true, true, false),
});
