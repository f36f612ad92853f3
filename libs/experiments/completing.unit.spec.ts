import { describe, expect, it } from '@jest/globals';
import {
  admin,
  anna,
  anyApprover,
  at,
  ben,
  by,
  emil,
  forRun,
  isPaused,
  isRunning,
  owner,
  paused,
  pausedByGuardrail,
  resumed,
  serviceKey,
  system,
  type Past,
} from '../../test/support/experiments.js';
import { given } from '../../test/support/given.js';
import type { Actor } from '../event-sourcing/author.js';
import { Refusal } from '../primitives/refusal.js';
import type { OpposedCompletions } from '../reviews/index.js';
import { VERDICTS, type VerdictKind } from '../statistics/index.js';
import { amend } from './amending.js';
import { complete } from './completing.js';
import { contentHash } from './content/content-hash.js';
import { experimentAggregate } from './experiment-aggregate.js';
import { experimentDocument } from './experiment-document.js';
import type { Experiment } from './experiment.js';
import type { ExperimentEvent, Outcome } from './experiment.events.js';
import { disableArm } from './narrowing.js';
import { approve, reject, withdraw } from './review.js';
import { summaryOf } from './summary.js';
import type { ExperimentVerdict } from './verdicts.js';

const rollout = { kind: 'rollout', winner: 'treatment' } as const;
const rollback = { kind: 'rollback', winner: null } as const;
const OUTCOMES: Readonly<Record<string, Outcome>> = {
  'rollout of treatment': rollout,
  'rollout of other': { kind: 'rollout', winner: 'other' },
  'rollout of control': { kind: 'rollout', winner: 'control' },
  rollback,
  no_effect: { kind: 'no_effect', winner: null },
};

type Declared = 'primary' | 'margin' | 'nothing';

function declaring(declared: Declared, past: Past = isRunning): Experiment {
  const { state } = given(experimentAggregate, ...past);
  if (!state) throw new Error('there is no experiment');
  if (declared === 'primary') return { ...state, primaryMetric: 'sales' };
  const margin = { metric: 'sales', role: 'guard', margin: '0.02' } as const;
  return declared === 'margin' ? { ...state, attachments: [margin] } : state;
}

/** A verdict on the treatment; the other arm is still undecided. */
const on = (kind: VerdictKind, other: VerdictKind = 'keep_running'): ExperimentVerdict => ({
  ...{ kind, variant: 'treatment', reasons: ['because'] },
  arms: [
    { variant: 'treatment', kind, reasons: ['because'] },
    { variant: 'other', kind: other, reasons: ['too early'] },
  ],
});

function completing(
  experiment: Experiment,
  outcome: Outcome,
  verdict: ExperimentVerdict | null,
  comment: string | null,
  policy: OpposedCompletions = 'comment',
  actor: Actor = owner,
): readonly ExperimentEvent[] {
  return complete(experiment, 'e1', actor, outcome, comment, undefined, { verdict, policy, quorum: anyApprover(1) });
}

function refusalOf(decide: () => unknown): Refusal | null {
  try {
    decide();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** The verdict on which the completion is refused without a comment; null: it passes. */
const refusedBy = (declared: Declared, kind: VerdictKind, outcome: Outcome): string | null =>
  refusalOf(() => completing(declaring(declared), outcome, on(kind), null))?.facts.verdict ?? null;

describe('what is against a verdict on the treatment', () => {
  const NOTHING = { rollback: null, no_effect: null, 'rollout of control': null };
  const WITH_PRIMARY = (kind: VerdictKind) =>
    kind === 'ship'
      ? {
          ...{ 'rollout of treatment': null, 'rollout of other': 'keep_running' },
          ...{ rollback: 'ship', no_effect: 'ship', 'rollout of control': 'ship' },
        }
      : { ...NOTHING, 'rollout of treatment': kind, 'rollout of other': 'keep_running' };
  const WITH_MARGINS = (kind: VerdictKind) =>
    kind === 'ship'
      ? { ...WITH_PRIMARY('ship'), 'rollout of other': null }
      : {
          ...NOTHING,
          'rollout of treatment': kind === 'harmful' || kind === 'unhealthy' ? kind : null,
          'rollout of other': null,
        };
  const cells = VERDICTS.flatMap((kind) =>
    Object.entries(OUTCOMES).map(([name, outcome]) => [kind, name, outcome] as const),
  );

  it.each(cells)('%s, with a primary metric: %s', (kind, name, outcome) => {
    const expected: Readonly<Record<string, string | null>> = WITH_PRIMARY(kind);
    expect(refusedBy('primary', kind, outcome)).toBe(expected[name]);
  });

  it.each(cells)('%s, with margins only: %s', (kind, name, outcome) => {
    const expected: Readonly<Record<string, string | null>> = WITH_MARGINS(kind);
    expect(refusedBy('margin', kind, outcome)).toBe(expected[name]);
  });

  it.each(cells)('%s, with neither, is nothing: %s', (kind, _, outcome) => {
    expect(refusedBy('nothing', kind, outcome)).toBeNull();
  });

  it('is the verdict on the arm: a harmful one does not pass while another may still be shipped', () => {
    const margins = declaring('margin');
    const overall: ExperimentVerdict = { ...on('harmful'), kind: 'keep_running', variant: 'other' };
    expect(refusalOf(() => completing(margins, rollout, overall, null))?.facts.verdict).toBe('harmful');
    const both = on('ship', 'ship');
    expect(completing(declaring('primary'), { kind: 'rollout', winner: 'other' }, both, null)).toHaveLength(1);
  });

  it('is the overall one for an arm that has none, as a disabled one', () => {
    const without = { ...on('ship'), arms: [{ variant: 'other', kind: 'ship' as const, reasons: [] }] };
    expect(refusalOf(() => completing(declaring('primary'), rollout, without, null))?.facts.verdict).toBe('ship');
  });

  it('is nothing while the verdict cannot be had', () => {
    const [completed] = completing(declaring('primary'), rollout, null, null);
    expect(completed?.data).not.toHaveProperty('verdict');
  });

  it('is nothing for the system: a guardrail has nobody to ask', () => {
    const judgement = { verdict: on('ship'), policy: 'second_vote', quorum: anyApprover(1) } as const;
    const [event] = complete(declaring('primary'), 'e1', system, rollback, null, forRun, judgement);
    expect(event).toMatchObject({ type: 'experiment_completed', data: { trigger: 't1' } });
    expect(event?.data).not.toHaveProperty('verdict');
  });
});

describe('a completion against the verdict', () => {
  it('is refused with the verdict, its reasons and what to do', () => {
    const refusal = refusalOf(() => completing(declaring('primary'), rollout, on('inconclusive'), 'we like it'));
    expect(refusal).toMatchObject({
      ...{ kind: 'conflict', code: 'against_verdict', pointer: '/comment' },
      facts: { verdict: 'inconclusive', reasons: ['because'] },
      message: expect.stringContaining('"inconclusive"'),
    });
  });

  it.each([
    ['inconclusive', 'Inconclusive, but it costs nothing', true],
    ['keep_running', 'I do not want to KEEP RUNNING it', true],
    ['keep_running', 'keep-running is no option', true],
    ['no_effect', 'no_effect, and simpler code', true],
    ['no_effect', 'no harm, side effect: simpler code', false],
    ['harmful', 'inconclusive', false],
    ['harmful', '', false],
  ] as const)('%s is named, or not, by "%s": %s', (kind, comment, isNamed) => {
    const refusal = refusalOf(() => completing(declaring('primary'), rollout, on(kind), comment));
    expect(refusal === null).toBe(isNamed);
  });

  it('keeps the verdict with the comment in the event, the answer and the history', () => {
    const before = declaring('primary');
    const [event] = completing(before, rollout, on('inconclusive'), 'inconclusive, but simpler');
    if (event?.type !== 'experiment_completed') throw new Error('it is not completed');
    expect(event.data).toEqual({
      ...{ ...rollout, verdict: 'inconclusive', comment: 'inconclusive, but simpler' },
      pin: { variant: 'treatment', value: 'new', kind: 'rollout' },
    });
    expect(summaryOf(event, owner)).toBe(
      'olga completed it with outcome rollout of treatment, against the verdict inconclusive: inconclusive, but simpler',
    );
    const after = experimentAggregate.evolve(before, event, by(owner, 9));
    expect(after && experimentDocument(after).outcome).toMatchObject({ verdict: 'inconclusive' });
    expect(after && contentHash(after)).toBe(contentHash(before));
  });

  it('leaves events and answers as they were where it is against nothing', () => {
    const before = declaring('primary');
    const [event] = completing(before, rollout, on('ship'), 'better');
    expect(Object.keys(event?.data ?? {}).sort()).toEqual(['comment', 'kind', 'pin', 'winner']);
    const after = event && experimentAggregate.evolve(before, event, by(owner, 9));
    expect(Object.keys(after?.outcome ?? {}).sort()).toEqual(['by', 'comment', 'kind', 'winner']);
  });
});

describe('a comment that names the verdict', () => {
  const says = (kind: VerdictKind, comment: string): boolean =>
    refusalOf(() => completing(declaring('primary'), rollout, on(kind), comment)) === null;

  it.each([
    ['harmful', 'Harmful, we know'],
    ['harmful', '(HARMFUL)'],
    ['keep_running', 'keep running, but we stop'],
    ['keep_running', 'it says keep-running'],
    ['no_effect', 'no_effect'],
  ] as const)('has its word: %s in %j', (kind, comment) => {
    expect(says(kind, comment)).toBe(true);
  });

  it.each([
    ['harmful', 'unharmfully said'],
    ['inconclusive', 'inconclusively'],
    ['no_effect', 'no effects at all'],
    ['unhealthy', 'schädlich'],
  ] as const)('has it as a word of its own: %s, but %j', (kind, comment) => {
    expect(says(kind, comment)).toBe(false);
  });

  it('does not take shipping for ship', () => {
    const back = (comment: string) => refusalOf(() => completing(declaring('primary'), rollback, on('ship'), comment));
    expect(back('shipping costs rise')?.message).toContain('the verdict on treatment is ship');
    expect(back('do not ship it')).toBeNull();
  });
});

describe('a policy of a second vote', () => {
  const named = 'inconclusive, but simpler';
  const ask = (experiment: Experiment, actor: Actor = owner): readonly ExperimentEvent[] =>
    completing(experiment, rollout, on('inconclusive'), named, 'second_vote', actor);

  function after(
    experiment: Experiment,
    ...steps: readonly (readonly [readonly ExperimentEvent[], Actor])[]
  ): Experiment {
    const events = steps.flatMap(([step, actor]) => step.map((event) => [event, actor] as const));
    return events.reduce((state, [event, actor]) => {
      const minute = (Date.parse(state.updatedAt) - Date.parse(at(0))) / 60_000;
      const next = experimentAggregate.evolve(state, event, by(actor, minute + 1));
      if (!next) throw new Error('there is no experiment');
      return next;
    }, experiment);
  }
  const asked = (past: Past = isRunning): Experiment => {
    const experiment = declaring('primary', past);
    return after(experiment, [ask(experiment), owner]);
  };
  const vote = (
    state: Experiment,
    actor: Actor = anna,
    verdict: ExperimentVerdict | null = on('inconclusive'),
    comment: string | null = null,
    required = 1,
  ) => approve(state, 'e1', actor, anyApprover(required), comment, verdict);

  it('makes a rollout against it wait as an amendment that changes nothing', () => {
    const experiment = declaring('primary');
    const [opened] = ask(experiment);
    if (!opened) throw new Error('nothing is asked');
    expect(summaryOf(opened, owner)).toBe(
      `olga asked to complete it with outcome rollout of treatment, against the verdict inconclusive: ${named}`,
    );
    const state = asked();
    expect(state).toMatchObject({ status: 'running', outcome: null, contentHash: experiment.contentHash });
    expect(state.amendment).toMatchObject({
      ...{ changes: {}, completion: { ...rollout, verdict: 'inconclusive' } },
      openedBy: { id: owner.id },
    });
  });

  it('takes the comment as well', () => {
    const bare = refusalOf(() => completing(declaring('primary'), rollout, on('harmful'), null, 'second_vote'));
    expect(bare?.code).toBe('against_verdict');
  });

  it('completes it with another’s vote, and keeps who asked, why and against what', () => {
    const [approved, completed] = vote(asked());
    expect(approved).toMatchObject({ type: 'experiment_amendment_approved', data: { votes: 1, required: 1 } });
    if (completed?.type !== 'experiment_completed') throw new Error('it is not completed');
    expect(completed.data).toEqual({
      ...{ ...rollout, verdict: 'inconclusive', comment: named },
      ...{ pin: { variant: 'treatment', value: 'new', kind: 'rollout' }, askedBy: { id: 'olga', name: 'olga' } },
    });
    expect(summaryOf(completed, anna)).toContain('against the verdict inconclusive, as olga had asked');
    const state = after(asked(), [[completed], anna]);
    expect(state).toMatchObject({ status: 'completed', amendment: null, outcome: { by: { id: anna.id } } });
  });

  it('takes no own vote, neither of the owner nor of an admin who asked', () => {
    expect(refusalOf(() => vote(asked(), owner))?.code).toBe('own_experiment');
    const experiment = declaring('primary');
    const byAdmin = after(experiment, [ask(experiment, admin), admin]);
    for (const author of [admin, owner]) expect(refusalOf(() => vote(byAdmin, author))?.code).toBe('own_experiment');
    for (const stranger of [emil, serviceKey('halt')]) {
      expect(refusalOf(() => vote(byAdmin, stranger))?.code).toBe('not_a_reviewer');
    }
    expect(vote(byAdmin, anna)).toHaveLength(2);
  });

  it('takes as many votes as the policy asks, at least one', () => {
    const state = asked();
    const first = vote(state, anna, null, null, 2);
    expect(first).toHaveLength(1);
    const halfway = after(state, [first, anna]);
    expect(refusalOf(() => vote(halfway, anna, null, null, 2))?.code).toBe('already_voted');
    expect(vote(halfway, ben, null, null, 2)).toHaveLength(2);
    const required = vote(state, anna, null, null, 0);
    expect(required[0]?.data).toMatchObject({ votes: 1, required: 1 });
    const alone = { verdict: on('harmful'), policy: 'second_vote', quorum: { required: 0, voters: ['olga'] } } as const;
    const unreachable = refusalOf(() =>
      complete(declaring('primary'), 'e1', owner, rollout, 'harmful', undefined, alone),
    );
    expect(unreachable?.code).toBe('unreachable_quorum');
  });

  it('never delays a way back to control', () => {
    for (const outcome of Object.values(OUTCOMES).filter(({ winner }) => winner === null || winner === 'control')) {
      const [event] = completing(declaring('primary'), outcome, on('ship'), 'do not ship', 'second_vote');
      expect(event).toMatchObject({ type: 'experiment_completed', data: { verdict: 'ship' } });
    }
    const [event] = completing(asked(), rollback, on('inconclusive'), null, 'second_vote');
    expect(event?.type).toBe('experiment_completed');
  });

  it('loses to a guardrail that rolls back meanwhile', () => {
    const rolledBack = complete(asked(), 'e1', system, rollback, null, forRun);
    const state = after(asked(), [rolledBack, system]);
    expect(state).toMatchObject({ status: 'completed', outcome: { kind: 'rollback' }, amendment: null });
    expect(refusalOf(() => vote(state))?.code).toBe('wrong_state');
  });

  it('is stale once what is live has changed, and is one at a time', () => {
    const state = asked();
    const disabled = disableArm(state, 'e1', system, 'treatment', null, forRun);
    expect(refusalOf(() => vote(after(state, [disabled, system])))?.code).toBe('stale_amendment');
    expect(refusalOf(() => ask(state))?.code).toBe('amendment_open');
    const other = () => amend(state, 'e1', owner, anyApprover(1), { trafficMax: '80' }, {}, null, at(7));
    expect(refusalOf(other)?.code).toBe('amendment_open');
  });

  it('can be withdrawn and rejected', () => {
    expect(withdraw(asked(), 'e1', owner, null)).toMatchObject([{ data: { how: 'withdrawn' } }]);
    expect(reject(asked(), 'e1', anna, anyApprover(1), 'wait')).toMatchObject([{ data: { how: 'rejected' } }]);
  });

  it('asks the voter to name a verdict that has become another', () => {
    const state = asked();
    expect(refusalOf(() => vote(state, anna, on('harmful')))).toMatchObject({
      ...{ code: 'against_verdict', pointer: '/comment', facts: { verdict: 'harmful' } },
    });
    expect(vote(state, anna, on('harmful'), 'Harmful, yet the law asks for it')[1]?.data).toMatchObject({
      ...{ verdict: 'harmful', comment: 'Harmful, yet the law asks for it' },
    });
    expect(vote(state, anna, on('ship'))[1]?.data).not.toHaveProperty('verdict');
    expect(vote(state, anna, null)[1]?.data).toMatchObject({ verdict: 'inconclusive' });
  });

  it('waits through a pause, but after a guardrail’s second pause the vote is a second opinion', () => {
    expect(vote(after(asked(), [[paused], owner]))).toHaveLength(2);
    const group = { required: 1, voters: ['emil', 'anna'] };
    const twice = after(
      declaring('primary'),
      [[pausedByGuardrail(1, 't1')], system],
      [[resumed(2)], owner],
      [[pausedByGuardrail(2, 't2')], system],
    );
    const again = after(twice, [ask(twice, ben), ben]);
    expect(refusalOf(() => approve(again, 'e1', emil, group, null, null))?.code).toBe('second_opinion');
    expect(approve(again, 'e1', anna, group, null, null)).toHaveLength(2);
  });

  it('is stale once a guardrail has paused it, which nobody who asked knew', () => {
    const state = after(asked(), [[pausedByGuardrail(1, 't1')], system]);
    expect(refusalOf(() => vote(state))?.code).toBe('stale_amendment');
  });

  it('asks from a pause, too', () => {
    expect(asked(isPaused).amendment?.completion).toBeDefined();
  });
});
