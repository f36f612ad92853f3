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
