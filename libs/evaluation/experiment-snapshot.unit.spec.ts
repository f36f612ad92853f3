import { describe, expect, it } from '@jest/globals';
import { configuration } from '../../test/support/decisions.js';
import { experimentSnapshot, splitServe } from './experiment-snapshot.js';

describe('an experiment snapshot', () => {
  it('counts percentages in buckets and leaves the rest as it was', () => {
    const { traffic: _, variants: __, ...rest } = configuration;
    const [control, treatment] = configuration.variants;
    const variants = [
      { ...control, weight: '33.3333' },
      { ...treatment, weight: '66.6667' },
    ] as typeof configuration.variants;
    expect(experimentSnapshot({ ...configuration, traffic: '90.5', variants })).toEqual({
      ...rest,
      trafficBuckets: 905_000,
      variants: [
        { key: 'control', value: 'blue', control: true, upTo: 333_333 },
        { key: 'treatment', value: 'green', control: false, upTo: 1_000_000 },
      ],
    });
  });

  it.each([{ traffic: '100.1' }, { traffic: 'all' }, { variants: configuration.variants.slice(1) }])(
    'refuses %j',
    (wrong) => {
      expect(() => experimentSnapshot({ ...configuration, ...wrong })).toThrow(RangeError);
    },
  );
});

describe('a split', () => {
  it('has its shares in the order of their names, however it is written', () => {
    const shares = [
      { variant: 'B', upTo: 500_000 },
      { variant: 'a', upTo: 700_000 },
      { variant: 'b', upTo: 1_000_000 },
    ];
    expect(splitServe('s', { b: '30', a: '20', B: '50' })).toEqual({ kind: 'split', salt: 's', shares });
  });

  it('refuses another sum than 100', () => expect(() => splitServe('s', { a: '50', b: '49.9' })).toThrow(RangeError));
});
