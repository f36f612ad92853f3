import { describe, expect, it } from '@jest/globals';
import {
  admin,
  aDraft,
  at,
  ben,
  by,
  emil,
  forRun,
  isCompleted,
  isPaused,
  isRunning,
  owner,
  resumed,
  serviceKey,
  system,
  viewer,
  type Past,
} from '../../test/support/experiments.js';
import { given } from '../../test/support/given.js';
import type { Direction, MetricRule } from '../metrics/index.js';
import type { Actor } from '../event-sourcing/author.js';
import { contentHash } from './content/content-hash.js';
import { experimentAggregate } from './experiment-aggregate.js';
import type { Experiment } from './experiment.js';
import type { ExperimentEvent } from './experiment.events.js';
import { changeTraffic, disableArm, freezeEnrolment, pause, tightenGuardrail } from './narrowing.js';

const experiment = experimentAggregate;
const counting = { kind: 'count', event: 'crash' } as const;
const attachedAs = (direction: Direction, rule: MetricRule = counting) => ({ direction, rule });
const lower = () => attachedAs('lower_is_better');
const higher = () => attachedAs('higher_is_better');
const tighten = (threshold: string) => ({ guardrail: 'crashes', threshold });

function after(past: Past, events: readonly ExperimentEvent[]): Experiment {
  const { state } = given(experiment, ...past, ...events.map((event) => [event, by(owner, 5)] as const));
  if (!state) throw new Error('there is no experiment');
  return state;
}
const running = after(isRunning, []);

describe('narrowing', () => {
  type Narrow = (state: Experiment | null, actor: Actor) => ExperimentEvent[];
  const ways: readonly [string, Narrow][] = [
    ['less traffic', (state, actor) => changeTraffic(state, 'e1', actor, '1', 'why')],
    ['a freeze', (state, actor) => freezeEnrolment(state, 'e1', actor, 'why')],
    ['a disabled arm', (state, actor) => disableArm(state, 'e1', actor, 'treatment', 'why')],
    ['a tighter guardrail', (state, actor) => tightenGuardrail(state, 'e1', actor, tighten('0.05'), lower, 'why')],
  ];

  it.each(ways)('%s is anybody but a viewer, of what is live only, with its comment', (_, narrow) => {
    for (const actor of [owner, emil, ben, admin]) {
      expect(narrow(running, actor)).toMatchObject([{ data: { comment: 'why' } }]);
    }
    given(experiment, ...isRunning)
      .when((state) => narrow(state, viewer))
      .thenRefused('role_too_low');
    expect(narrow(after(isPaused, []), emil)).toHaveLength(1);
    for (const past of [aDraft, isCompleted]) {
      given(experiment, ...past)
        .when((state) => narrow(state, owner))
        .thenRefused('wrong_state');
    }
  });

  type Uncommented = (state: Experiment | null, actor: Actor, comment: string | null) => ExperimentEvent[];
  const verbs: readonly [string, Uncommented][] = [
    ['lowers the traffic', (state, actor, comment) => changeTraffic(state, 'e1', actor, '1', comment)],
    ['freezes', (state, actor, comment) => freezeEnrolment(state, 'e1', actor, comment)],
    ['disables an arm', (state, actor, comment) => disableArm(state, 'e1', actor, 'treatment', comment)],
    ['disables control', (state, actor, comment) => disableArm(state, 'e1', actor, 'control', comment)],
    [
      'tightens a guardrail',
      (state, actor, comment) => tightenGuardrail(state, 'e1', actor, tighten('0.05'), lower, comment),
    ],
    ['pauses', (state, actor, comment) => pause(state, 'e1', actor, comment)],
  ];

  it.each(verbs)('asks whoever is not the owner why, when somebody %s', (_, narrow) => {
    for (const actor of [emil, ben, admin]) {
      for (const comment of [null, '', '  ']) {
        given(experiment, ...isRunning)
          .when((state) => narrow(state, actor, comment))
          .thenRefused('required', '/comment');
      }
      expect(narrow(running, actor, 'why')).toHaveLength(1);
    }
    expect(narrow(running, owner, null)).toHaveLength(1);
    // What is refused anyhow needs no reason first.
    given(experiment, ...isCompleted)
      .when((state) => narrow(state, emil, null))
      .thenRefused('wrong_state');
    given(experiment, ...isRunning)
      .when((state) => narrow(state, viewer, null))
      .thenRefused('role_too_low');
  });

  it('lets a service key stop without a word, so that no alarm waits for one', () => {
    expect(disableArm(running, 'e1', serviceKey('halt'), 'treatment', null)).toHaveLength(1);
    expect(pause(running, 'e1', serviceKey('halt'), null)).toHaveLength(1);
  });

  it('lets a service key that halts disable an arm, and nothing else of it', () => {
    for (const [name, narrow] of ways) {
      if (name === 'a disabled arm') expect(narrow(running, serviceKey('halt'))).toHaveLength(1);
      else expect(() => narrow(running, serviceKey('halt'))).toThrow('only an experimenter');
    }
  });

  it('opens a phase where it changes the assignment of what runs, and none while that is paused', () => {
    const phases = (past: Past): unknown[] =>
      ways.map(([, narrow]) => {
        const state = after(past, narrow(after(past, []), emil));
        return state.phases.map(({ phase, to }) => [phase, to]);
      });
    const opened = [
      [1, at(5)],
      [2, null],
    ];
    expect(phases(isRunning)).toEqual([opened, opened, opened, [[1, null]]]);
    expect(phases(isPaused)).toEqual([[[1, null]], [[1, null]], [[1, null]], [[1, null]]]);
  });

  it('says in each phase what was assigned in it', () => {
    let state = running;
    for (const [, narrow] of ways.slice(0, 3)) {
      for (const event of narrow(state, emil)) state = experiment.evolve(state, event, by(emil, 6)) ?? state;
    }
    expect(state.phases).toEqual([
      { phase: 1, from: at(1), to: at(6), traffic: '20', frozen: false, disabledArms: [] },
      { phase: 2, from: at(6), to: at(6), traffic: '1', frozen: false, disabledArms: [] },
      { phase: 3, from: at(6), to: at(6), traffic: '1', frozen: true, disabledArms: [] },
      { phase: 4, from: at(6), to: null, traffic: '1', frozen: true, disabledArms: ['treatment'] },
    ]);
    expect(state.salt).toBe(running.salt);
  });

  it('makes a new live hash without a vote, traffic aside', () => {
    const hashes = ways.map(([, narrow]) => after(isRunning, narrow(running, emil)).liveHash);
    expect(hashes[0]).toBe(running.liveHash);
    expect(new Set(hashes).size).toBe(4);
  });
});

describe('traffic', () => {
  it("is raised by the owner or an admin, up to the review's maximum", () => {
    for (const actor of [owner, admin]) {
      given(experiment, ...isRunning)
        .when((state) => changeTraffic(state, 'e1', actor, '50', null))
        .then({ type: 'experiment_traffic_changed', data: { traffic: '50', phase: 2, comment: null } });
      given(experiment, ...isRunning)
        .when((state) => changeTraffic(state, 'e1', actor, '50.01', null))
        .thenRefused('above_traffic_max', '/traffic');
    }
    given(experiment, ...isRunning)
      .when((state) => changeTraffic(state, 'e1', ben, '20.01', null))
      .thenRefused('not_owner');
    given(experiment, ...isRunning)
      .when((state) => changeTraffic(state, 'e1', owner, '-1', null))
      .thenRefused('out_of_range', '/traffic');
    expect(changeTraffic(running, 'e1', ben, '20', null)).toEqual([]);
  });
});

describe('disabling an arm', () => {
  it('is a pause on control', () => {
    given(experiment, ...isRunning)
      .when((state) => disableArm(state, 'e1', emil, 'control', 'c'))
      .then({ type: 'experiment_paused', data: { run: 1, comment: 'c' } });
  });

  it("carries a guardrail's trigger, and is superseded in a later run", () => {
    given(experiment, ...isRunning)
      .when((state) => disableArm(state, 'e1', system, 'treatment', null, forRun))
      .then({
        type: 'experiment_arm_disabled',
        data: { variant: 'treatment', phase: 2, comment: null, trigger: 't1' },
      });
    for (const arm of ['treatment', 'control']) {
      given(experiment, ...isPaused, [resumed(2), by(owner, 3)])
        .when((state) => disableArm(state, 'e1', system, arm, null, forRun))
        .thenRefused('superseded');
    }
  });

  it('refuses no variant, and a second time', () => {
    given(experiment, ...isRunning)
      .when((state) => disableArm(state, 'e1', emil, 'nobody', 'why'))
      .thenRefused('unknown_variant', '/variant');
    const disabled = after(isRunning, disableArm(running, 'e1', emil, 'treatment', 'why'));
    expect(() => disableArm(disabled, 'e1', emil, 'treatment', 'why')).toThrow('disabled already');
    expect(() =>
      freezeEnrolment(after(isRunning, freezeEnrolment(running, 'e1', emil, 'why')), 'e1', emil, 'why'),
    ).toThrow('frozen already');
  });
});

describe('tightening a guardrail', () => {
  it('moves the threshold to the stricter side of the metric, and nowhere else', () => {
    const stricter = [
      ['0.09', lower],
      ['0.11', higher],
    ] as const;
    for (const [threshold, direction] of stricter) {
      const [event] = tightenGuardrail(running, 'e1', emil, tighten(threshold), direction, 'why');
      if (event?.type !== 'experiment_guardrail_tightened') throw new Error('nothing was tightened');
      const state = after(isRunning, [event]);
      expect(state.guardrails).toMatchObject([{ key: 'crashes', threshold }]);
      expect(event.data.contentHash).toBe(contentHash(state));
      expect(state.contentHash).toBe(event.data.contentHash);
    }
    const looser = [
      ['0.1', lower],
      ['0.11', lower],
      ['0.1', higher],
      ['0.09', higher],
    ] as const;
    for (const [threshold, direction] of looser) {
      given(experiment, ...isRunning)
        .when((state) => tightenGuardrail(state, 'e1', emil, tighten(threshold), direction, 'why'))
        .thenRefused('not_stricter', '/threshold');
    }
    given(experiment, ...isRunning)
      .when((state) => tightenGuardrail(state, 'e1', emil, { guardrail: 'nothing', threshold: '0' }, lower, null))
      .thenRefused('unknown_guardrail', '/guardrail');
  });

  it.each([
    ['-0.01', attachedAs('lower_is_better')],
    ['-1', attachedAs('lower_is_better', { kind: 'ratio', numeratorEvent: 'crash', denominatorEvent: 'view' })],
    ['1.01', attachedAs('higher_is_better', { kind: 'conversion', event: 'sale' })],
  ])('is not to %s, which its metric never has', (threshold, metric) => {
    given(experiment, ...isRunning)
      .when((state) => tightenGuardrail(state, 'e1', emil, tighten(threshold), () => metric, 'why'))
      .thenRefused('impossible_threshold', '/threshold');
  });

  it('goes below zero where the metric may', () => {
    const profit = attachedAs('lower_is_better', { kind: 'mean', event: 'sale', property: 'profit' });
    expect(tightenGuardrail(running, 'e1', emil, tighten('-5'), () => profit, 'why')).toHaveLength(1);
  });
});
