import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { digest, flag, HOUR, noSettings, NOW, rolledOut, running } from '../../test/support/decisions.js';
import { compileSnapshot } from './compile.js';
import { EnrolledFilter } from './enrolled-filter.js';
import { evaluate } from './evaluate.js';
import type { EnvironmentSnapshot, FlagSnapshot } from './snapshot.js';

/** A flag with everything there is to decide by. */
const full = (index: number): FlagSnapshot => ({
  ...flag,
  key: `flag-${index}`,
  overrides: [
    {
      id: 'o',
      for: { kind: 'subject', subject: 'qa' },
      variant: 'dark',
      value: 'black',
      experiment: null,
      expiresAt: NOW + 1,
    },
    {
      id: 'p',
      for: { kind: 'group', group: 'staff' },
      variant: 'loud',
      value: 'pink',
      experiment: null,
      expiresAt: NOW + 1,
    },
  ],
  experiment: running({
    id: `e${index}`,
    salt: `salt-${index}`,
    targeting: { country: { $in: ['DE', 'AT'] }, 'app.version': { $vgte: '4.2.0' } },
    conflictDomain: index % 5 === 0 ? 'd' : null,
    enrolled: index % 7 === 0 ? EnrolledFilter.of(['user-1', 'user-2'].map(digest)).toText() : null,
    bucketBy: index % 3 === 0 ? 'company' : null,
  }),
  pins: [{ ...rolledOut, targeting: { country: 'FR' } }],
  rules: [
    { name: 'r', when: { subjectId: { $inGroup: 'staff' } }, serve: { kind: 'variant', variant: 'dark' } },
    {
      name: null,
      when: { email: { $regex: '@example[.]org$' } },
      serve: {
        kind: 'split',
        salt: 's',
        shares: [
          { variant: 'dark', upTo: 200_000 },
          { variant: 'loud', upTo: 1_000_000 },
        ],
      },
    },
  ],
});

const environment = (flags: number): EnvironmentSnapshot => ({
  ...noSettings,
  groups: [{ kind: 'condition', key: 'staff', when: { email: { $regex: '@staff[.]org$' } } }],
  holdouts: [{ key: 'h', salt: 'h', shareBuckets: 100_000, flags: null, startsAt: NOW - HOUR, endsAt: null }],
  conflictDomains: [{ key: 'd', salt: 'd', reservations: [{ experiment: 'e0', slots: [[0, 3_000]] }] }],
  participationLimit: 8,
  flags: Array.from({ length: flags }, (_, index) => full(index)),
});

describe('a snapshot', () => {
  it('decides the same after its journey as JSON', () => {
    const snapshot = environment(20);
    const travelled = JSON.parse(JSON.stringify(snapshot)) as EnvironmentSnapshot;
    expect(travelled).toEqual(snapshot);
    const [here, there] = [compileSnapshot(snapshot, digest), compileSnapshot(travelled, digest)];
    const attributes = fc.record(
      {
        country: fc.constantFrom('DE', 'AT', 'FR'),
        email: fc.constantFrom('a@staff.org', 'b@example.org'),
        company: fc.constantFrom('acme', 7, ''),
        app: fc.constant({ version: '4.10.0' }),
      },
      { requiredKeys: [] },
    );
    const subject = fc.oneof(
      fc.constantFrom('qa', undefined),
      fc.nat(50).map((index) => `user-${index}`),
    );
    const reasons = new Set<string>();
    fc.assert(
      fc.property(fc.nat(19), subject, attributes, (index, subjectId, attributes) => {
        const key = `flag-${index}`;
        const asked = { subjectId, attributes, now: NOW };
        const decision = evaluate(here.get(key), key, asked);
        reasons.add(decision.reason);
        expect(evaluate(there.get(key), key, asked)).toEqual(decision);
      }),
      { seed: 10, numRuns: 3_000 },
    );
    // All that this snapshot can answer was among them.
    expect([...reasons].sort()).toEqual([
      'enrolment_frozen',
      'experiment_assigned',
      'experiment_conflict',
      'holdout',
      'missing_subject',
      'not_targeted',
      'override',
      'participation_limit',
      'rolled_out',
      'rule_split',
      'traffic_excluded',
    ]);
  });
});

describe('conditions of one snapshot', () => {
  const decided = (changes: Partial<EnvironmentSnapshot>, attributes: Record<string, unknown>) =>
    evaluate(compileSnapshot({ ...noSettings, flags: [], ...changes }, digest).get('button'), 'button', {
      subjectId: 'user-1',
      attributes,
      now: NOW,
    });
  const dark = { kind: 'variant', variant: 'dark' } as const;
  const when = { app: { $veq: '1.2.0' } };

  it('have each their own semantics, though their text is the same', () => {
    const loud = { name: null, when, serve: { kind: 'variant', variant: 'loud' } } as const;
    const rule = (semantics: 1 | 2) => ({ name: null, when, serve: dark, semantics });
    const variantOf = (...rules: FlagSnapshot['rules']) =>
      decided({ flags: [{ ...flag, rules }] }, { app: '1.2' }).variant;
    expect(variantOf(loud, rule(1))).toBe('plain');
    expect(variantOf(loud, rule(2))).toBe('dark');
    expect(decided({ flags: [{ ...flag, pins: [{ ...rolledOut, targeting: when }] }] }, { app: '1.2' }).reason).toBe(
      'default',
    );
    const pin = { ...rolledOut, targeting: when, semantics: 2 } as const;
    expect(decided({ flags: [{ ...flag, pins: [pin] }] }, { app: '1.2' }).reason).toBe('rolled_out');
  });

  it('leave those of a group to the group', () => {
    const rules = [{ name: null, when: { id: { $inGroup: 'new' } }, serve: dark, semantics: 1 }] as const;
    const flags = [{ ...flag, rules }];
    const group = { kind: 'condition', key: 'new', when } as const;
    expect(decided({ flags, groups: [group] }, { app: '1.2' }).variant).toBe('plain');
    expect(decided({ flags, groups: [{ ...group, semantics: 2 }] }, { app: '1.2' }).variant).toBe('dark');
  });

  it.each([
    [undefined, { 'company.id': 'flat', company: { id: 'nested' } }, 'nested'],
    [undefined, { 'company.id': 'flat' }, undefined],
    [2, { 'company.id': 'flat', company: { id: 'nested' } }, 'flat'],
    [2, { 'company.id': 'flat' }, 'flat'],
    [2, { company: { id: 'nested' } }, 'nested'],
    [2, { 'company.id': '9007199254740993' }, '9007199254740993'],
  ] as const)('say how bucketBy is read: semantics %s, %j', (semantics, attributes, unit) => {
    const experiment = { ...running({ bucketBy: 'company.id', traffic: '100' }), ...(semantics && { semantics }) };
    const decision = decided({ flags: [{ ...flag, experiment }] }, attributes);
    expect(decision.identified ? decision.unit : undefined).toBe(unit);
  });
});
