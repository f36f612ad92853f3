import { describe, expect, it } from '@jest/globals';
import { decide, digest, flag, HOUR, NOW, rolledBack, rolledOut, running } from '../../test/support/decisions.js';
import type { EvaluationRequest } from './decision.js';
import { EnrolledFilter } from './enrolled-filter.js';
import type {
  ConflictDomainSnapshot,
  EnvironmentSettings,
  FlagSnapshot,
  HoldoutSnapshot,
  OverrideSnapshot,
  RuleSnapshot,
} from './snapshot.js';
import type { Step } from './trace.js';

const user: Partial<EvaluationRequest> = {
  subjectId: 'user-1',
  attributes: { country: 'DE', company: { id: 'acme' } },
};
const germans = { country: 'DE' };
const french = { country: 'FR' };
const taken = { reason: 'experiment_assigned', value: 'green', variant: 'treatment', counted: true };

const holdout: HoldoutSnapshot = {
  key: 'h',
  salt: 'h',
  shareBuckets: 1_000_000,
  flags: null,
  startsAt: NOW - 150 * (HOUR / 60),
  endsAt: null,
};
const override: OverrideSnapshot = {
  id: 'o1',
  for: { kind: 'subject', subject: 'user-1' },
  variant: 'dark',
  value: 'black',
  experiment: null,
  expiresAt: NOW + 1,
};
const ofDraft = { id: '0192f3a4-6b1c-7d2e-8f90-a1b2c3d4e5f7', key: 'draft', phase: 0 };
const rule: RuleSnapshot = { name: 'r', when: germans, serve: { kind: 'variant', variant: 'loud' } };
const domain = (...reservations: ConflictDomainSnapshot['reservations'][number][]): ConflictDomainSnapshot => {
  return { key: 'd', salt: 'd', reservations };
};
const allSlots = (experiment: string) => domain({ experiment, slots: [[0, 10_000]] });
const live = running();
const inDomain = running({ conflictDomain: 'd', traffic: '0' });
const older = running({ id: 'older', salt: 'older', startedAt: live.startedAt - 1, traffic: '100' });
const olderToo = { ...older, id: 'older-too', startedAt: live.startedAt - 2 };
const younger = { ...older, id: 'younger', startedAt: live.startedAt + 1 };
const nobody = EnrolledFilter.of([]).toText();

type Row = readonly [
  given: string,
  flag: Partial<FlagSnapshot>,
  settings: Partial<EnvironmentSettings>,
  then: object,
  asked?: Partial<EvaluationRequest>,
];

const experiment = live;
const ROWS: readonly Row[] = [
  // Disabled before everything.
  [
    'a disabled flag',
    { enabled: false, overrides: [override], rules: [rule] },
    {},
    { reason: 'flag_disabled', value: 'grey' },
  ],
  // Override before the experiment.
  ['an override', { overrides: [override], experiment }, {}, { reason: 'override', value: 'black', identified: false }],
  ['an expired override', { overrides: [{ ...override, expiresAt: NOW }], experiment }, {}, taken],
  [
    'somebody else’s override',
    { overrides: [{ ...override, for: { kind: 'subject', subject: 'x' } }], experiment },
    {},
    taken,
  ],
  [
    'an override to a draft’s variant',
    { overrides: [{ ...override, experiment: ofDraft }], experiment },
    {},
    { reason: 'override', identified: true, counted: false, phase: 0, experiment: { id: ofDraft.id, key: 'draft' } },
  ],
  [
    'an override for a group by condition, asked by nobody in particular',
    { overrides: [{ ...override, for: { kind: 'group', group: 'g' }, experiment: ofDraft }] },
    { groups: [{ kind: 'condition', key: 'g', when: germans }] },
    { reason: 'override', identified: false, phase: 0 },
    { ...user, subjectId: undefined },
  ],
  [
    'overrides for a list that the subject is in and one that it is not in',
    {
      overrides: [
        { ...override, id: 'no', value: 'no', for: { kind: 'group', group: 'others' } },
        { ...override, for: { kind: 'group', group: 'us' } },
      ],
    },
    {
      groups: [
        { kind: 'list', key: 'others', subjects: ['user-2'] },
        { kind: 'list', key: 'us', subjects: ['user-1'] },
      ],
    },
    { reason: 'override', value: 'black' },
  ],
  [
    'an override for a group before the subject’s own',
    { overrides: [{ ...override, id: 'g', value: 'group', for: { kind: 'group', group: 'us' } }, override] },
    { groups: [{ kind: 'list', key: 'us', subjects: ['user-1'] }] },
    { reason: 'override', value: 'black' },
  ],
  // The experiment's own order: each refusal together with all that would come after it.
  [
    'a paused experiment for others',
    { experiment: running({ status: 'paused', targeting: french }) },
    { holdouts: [holdout] },
    { reason: 'experiment_paused' },
  ],
  [
    'an experiment for others, held out',
    { experiment: running({ targeting: french }) },
    { holdouts: [holdout] },
    { reason: 'not_targeted', value: 'grey' },
  ],
  ['an experiment for them', { experiment: running({ targeting: germans }) }, {}, taken],
  [
    'an experiment for others, asked by nobody',
    { experiment: running({ targeting: french }) },
    {},
    { reason: 'not_targeted' },
    { ...user, subjectId: '' },
  ],
  [
    'an experiment by a company',
    { experiment: running({ bucketBy: 'company.id', traffic: '100' }) },
    {},
    { reason: 'experiment_assigned', subject: 'user-1', unit: 'acme' },
  ],
  [
    'an experiment by something that the subject has not',
    { experiment: running({ bucketBy: 'company.name' }) },
    { holdouts: [holdout] },
    { reason: 'not_targeted', value: 'grey' },
  ],
  [
    'an experiment by the subject in so many words',
    { experiment: running({ bucketBy: 'subjectId' }) },
    {},
    { ...taken, unit: 'user-1' },
  ],
  [
    'a holdout, another’s slot',
    { experiment: inDomain },
    { holdouts: [holdout], conflictDomains: [allSlots('other')] },
    { reason: 'holdout', value: 'grey', phase: 2 },
  ],
  [
    'another’s slot, and too many older experiments',
    { experiment: inDomain },
    { conflictDomains: [allSlots('other')], participationLimit: 0 },
    { reason: 'experiment_conflict' },
  ],
  [
    'a free slot, and too many older experiments',
    { experiment: inDomain },
    { conflictDomains: [domain()], participationLimit: 0 },
    { reason: 'participation_limit' },
  ],
  ['a free slot', { experiment: inDomain }, { conflictDomains: [domain()] }, { reason: 'traffic_excluded' }],
  ['a domain that nothing is known of', { experiment: inDomain }, {}, { reason: 'traffic_excluded' }],
  ['its own slot, without any traffic', { experiment: inDomain }, { conflictDomains: [allSlots(live.id)] }, taken],
  [
    'too many older experiments, and no traffic',
    { experiment: running({ traffic: '0' }) },
    { participationLimit: 2 },
    { reason: 'participation_limit' },
  ],
  ['room for one more', { experiment }, { participationLimit: 3 }, taken],
  [
    'no traffic, and a frozen enrolment',
    { experiment: running({ traffic: '0', enrolled: nobody }) },
    {},
    { reason: 'traffic_excluded' },
  ],
  ['a frozen enrolment', { experiment: running({ enrolled: nobody }) }, {}, { reason: 'enrolment_frozen' }],
  [
    'a frozen enrolment of the subject’s company',
    {
      experiment: running({
        traffic: '100',
        bucketBy: 'company.id',
        enrolled: EnrolledFilter.of([digest('acme')]).toText(),
      }),
    },
    {},
    { reason: 'experiment_assigned' },
  ],
  [
    'an exposure on decide',
    { experiment: running({ exposure: 'on_decide' }) },
    {},
    { ...taken, exposesOnDecide: true },
  ],
  // Without the experiment: pins, then rules, then the default.
  [
    'a pin for them, above a rule',
    { experiment: running({ traffic: '0' }), pins: [{ ...rolledOut, targeting: germans }], rules: [rule] },
    {},
    { reason: 'rolled_out', value: 'red', experiment: { id: 'e1', key: 'first' }, phase: null },
  ],
  [
    'a pin for others, above one for everybody',
    { pins: [{ ...rolledBack, targeting: french }, rolledOut] },
    {},
    { reason: 'rolled_out', value: 'red' },
  ],
  [
    'a holdout since before the newer pin’s experiment started and after the older’s',
    { pins: [rolledBack, rolledOut] },
    { holdouts: [holdout] },
    { reason: 'rolled_out', value: 'red' },
  ],
  [
    'several holdouts: the earliest one keeps all pins away',
    { pins: [rolledBack, rolledOut] },
    { holdouts: [holdout, { ...holdout, key: 'i', startsAt: NOW - 4 * HOUR }, holdout] },
    { reason: 'default' },
  ],
  ['a holdout that has ended', { experiment }, { holdouts: [{ ...holdout, endsAt: NOW }] }, taken],
  ['a holdout that has not started', { experiment }, { holdouts: [{ ...holdout, startsAt: NOW + 1 }] }, taken],
  ['a holdout of other flags', { experiment }, { holdouts: [{ ...holdout, flags: ['other'] }] }, taken],
  ['a holdout of this flag', { experiment }, { holdouts: [{ ...holdout, flags: ['button'] }] }, { reason: 'holdout' }],
  ['a holdout of nobody', { experiment }, { holdouts: [{ ...holdout, shareBuckets: 0 }] }, taken],
  [
    'a rule, where the experiment has no traffic',
    { experiment: running({ traffic: '0' }), rules: [rule] },
    {},
    { reason: 'rule_match', value: 'pink', variant: 'loud', experiment: null, phase: null },
  ],
  ['a rule for others', { rules: [{ ...rule, when: french }] }, {}, { reason: 'default', value: 'grey' }],
  [
    'two rules',
    { rules: [{ ...rule, when: {}, serve: { kind: 'variant', variant: 'dark' } }, rule] },
    {},
    { reason: 'rule_match', variant: 'dark' },
  ],
  [
    'a rule of a variant that there is not, above another',
    { rules: [{ ...rule, serve: { kind: 'variant', variant: 'constructor' } }, rule] },
    {},
    { reason: 'rule_match', variant: 'loud' },
  ],
  [
    'a rule for a group by condition, which asks a list',
    { rules: [{ ...rule, when: { subjectId: { $inGroup: 'both' } } }] },
    {
      groups: [
        { kind: 'condition', key: 'both', when: { ...germans, subjectId: { $inGroup: 'us' } } },
        { kind: 'list', key: 'us', subjects: ['user-1'] },
      ],
    },
    { reason: 'rule_match' },
  ],
];

describe('the order of a decision', () => {
  it.each(ROWS)('given %s', (_, changes, settings, then, asked = user) => {
    const others = settings.participationLimit === undefined ? [] : [younger, older, olderToo];
    expect(decide({ ...flag, ...changes }, asked, settings, others)).toMatchObject(then);
  });

  it('counts towards a participation limit only older experiments whose traffic has the subject', () => {
    const without = { ...older, trafficBuckets: 0 };
    const ofCompany = { ...older, bucketBy: 'company.name' };
    const ofDomain = { ...older, conflictDomain: 'd' };
    for (const other of [without, ofCompany, ofDomain, younger]) {
      expect(decide({ ...flag, experiment }, user, { participationLimit: 1 }, [other])).toMatchObject(taken);
    }
    const paused = { ...older, status: 'paused' as const };
    for (const other of [older, paused]) {
      const excluded = decide({ ...flag, experiment }, user, { participationLimit: 1 }, [other]);
      expect(excluded).toMatchObject({ reason: 'participation_limit' });
    }
  });
});

describe('the trace of a decision', () => {
  const traced = (changes: Partial<FlagSnapshot>, settings: Partial<EnvironmentSettings> = {}): Step[] => {
    const steps: Step[] = [];
    const decision = decide({ ...flag, ...changes }, user, settings, [older], (step) => steps.push(step));
    // Listening changes nothing.
    expect(decision).toEqual(decide({ ...flag, ...changes }, user, settings, [older]));
    return steps;
  };

  it('is every step in order, with what it saw', () => {
    const enrolled = EnrolledFilter.of([digest('user-1')]).toText();
    const whole = running({ targeting: germans, enrolled });
    const settings = { holdouts: [{ ...holdout, shareBuckets: 0 }], participationLimit: 5 };
    expect(traced({ experiment: whole, overrides: [{ ...override, expiresAt: 0 }] }, settings)).toEqual([
      { step: 'flag', found: true },
      { step: 'enabled', enabled: true },
      { step: 'override', override: null },
      { step: 'experiment', experiment: { id: live.id, key: live.key } },
      { step: 'paused', paused: false },
      { step: 'targeting', holds: true },
      { step: 'subject', found: true },
      { step: 'holdout', holdout: 'h', active: true, bucket: expect.any(Number), share: 0, held: false },
      { step: 'participation_limit', limit: 5, older: ['older'] },
      { step: 'traffic', bucket: 892_902, traffic: 900_000, taken: true },
      { step: 'frozen', enrolled: true },
      { step: 'variant', bucket: 956_603, variant: 'treatment', armDisabled: false },
    ]);
  });

  it('goes on with what the flag serves without the experiment', () => {
    const pins = [{ ...rolledOut, targeting: french }];
    const split: RuleSnapshot = {
      name: null,
      when: {},
      serve: { kind: 'split', salt: 's', shares: [{ variant: 'dark', upTo: 1_000_000 }] },
    };
    const steps = traced({ experiment: inDomain, pins, rules: [{ ...rule, when: french }, split] });
    expect(steps.slice(6)).toEqual([
      { step: 'conflict_domain', domain: 'd', slot: expect.any(Number), owner: null },
      { step: 'excluded', reason: 'traffic_excluded' },
      { step: 'pin', experiment: { id: 'e1', key: 'first' }, held: false, holds: false },
      { step: 'rule', index: 0, name: 'r', holds: false },
      { step: 'rule', index: 1, name: null, holds: true },
      { step: 'split', bucket: expect.any(Number), variant: 'dark' },
    ]);
  });

  it('ends where nothing more is asked', () => {
    const steps: Step[] = [];
    decide(undefined, user, {}, [], (step) => steps.push(step));
    expect(steps).toEqual([{ step: 'flag', found: false }]);
    expect(traced({ enabled: false })).toHaveLength(2);
    expect(traced({ overrides: [override] }).at(-1)).toEqual({ step: 'override', override: 'o1' });
    expect(traced({}).at(-1)).toEqual({ step: 'default', variant: 'plain' });
  });
});
