import { describe, expect, it } from '@jest/globals';
import { experimentSnapshot, type ExperimentConfiguration } from './snapshot.js';

const configuration: ExperimentConfiguration = {
  id: '0192f3a4-6b1c-7d2e-8f90-a1b2c3d4e5f6',
  key: 'checkout-button',
  status: 'running',
  phase: 2,
  salt: 'checkout',
  traffic: '90.5',
  disabledArms: [],
  variants: [
    { key: 'control', value: 'blue', control: true, weight: '33.3333' },
    { key: 'treatment', value: 'green', control: false, weight: '66.6667' },
  ],
};

describe('an experiment snapshot', () => {
  it('counts percentages in buckets and leaves the rest as it was', () => {
    expect(experimentSnapshot(configuration)).toEqual({
      id: '0192f3a4-6b1c-7d2e-8f90-a1b2c3d4e5f6',
      key: 'checkout-button',
      status: 'running',
      phase: 2,
      salt: 'checkout',
      trafficBuckets: 905_000,
      disabledArms: [],
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
