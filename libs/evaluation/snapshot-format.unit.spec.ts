import { describe, expect, it } from '@jest/globals';
import { flag, noSettings, rolledOut, running } from '../../test/support/decisions.js';
import { formatOf, unusableBecause, type SnapshotDocument } from './snapshot-format.js';
import type { EnvironmentSnapshot, FlagSnapshot } from './snapshot.js';
import type { Meant, Semantics } from './targeting/semantics.js';

const snapshotWith = (changes: Partial<FlagSnapshot>): EnvironmentSnapshot => ({
  ...noSettings,
  flags: [
    { ...flag, key: 'plain' },
    { ...flag, ...changes },
  ],
});
const when = { country: 'DE' };

/** Everywhere that a snapshot can name semantics. */
const places = (meant: Meant): readonly (readonly [place: string, snapshot: EnvironmentSnapshot])[] => [
  ['the flag button', snapshotWith({ experiment: { ...running(), ...meant } })],
  ['the flag button', snapshotWith({ pins: [rolledOut, { ...rolledOut, ...meant }] })],
  [
    'the flag button',
    snapshotWith({ rules: [{ name: null, when, serve: { kind: 'variant', variant: 'x' }, ...meant }] }),
  ],
  ['the group staff', { ...snapshotWith({}), groups: [{ kind: 'condition', key: 'staff', when, ...meant }] }],
];

const documentOf = (snapshot: EnvironmentSnapshot, format = formatOf(snapshot)): SnapshotDocument => ({
  format,
  environment: 'production',
  version: '1',
  keys: { decision: [], subject: '' },
  snapshot,
});

describe('the format of a snapshot', () => {
  it.each(places({}))('is 1 without semantics: %s', (_, snapshot) => {
    expect(formatOf(snapshot)).toBe(1);
    expect(unusableBecause(documentOf(snapshot))).toBeUndefined();
  });

  it.each(places({ semantics: 2 }))('is 2 with them: %s', (_, snapshot) => {
    expect(formatOf(snapshot)).toBe(2);
    expect(unusableBecause(documentOf(snapshot))).toBeUndefined();
  });

  // The cast is needed because a later version may name other semantics.
  it.each(places({ semantics: 3 as Semantics }))('says whose semantics are unknown: %s', (place, snapshot) => {
    expect(unusableBecause(documentOf(snapshot))).toBe(
      `the targeting of ${place} has semantics 3: this version knows semantics up to 2`,
    );
  });

  it('is 3 with prerequisites, whatever else there is', () => {
    const requires = [{ flag: 'plain', variant: 'dark' }];
    for (const meant of [{}, { semantics: 2 }] as const) {
      const snapshot = snapshotWith({ requires, experiment: { ...running(), ...meant } });
      expect(formatOf(snapshot)).toBe(3);
      expect(unusableBecause(documentOf(snapshot))).toBeUndefined();
    }
  });

  it.each([4, 0, '1', null])('is not %j', (format) => {
    // The cast is needed because a later version may send another format.
    const document = documentOf(snapshotWith({}), format as 1);
    expect(unusableBecause(document)).toBe(`the server's snapshots are of format ${String(format)}, not 1, 2 or 3`);
  });
});
