import { describe, expect, it } from '@jest/globals';
import { evaluate } from './evaluate.js';
import { experimentSnapshot, type ExperimentConfiguration, type FlagSnapshot, type PinSnapshot } from './snapshot.js';

const configuration: ExperimentConfiguration = {
  id: '0192f3a4-6b1c-7d2e-8f90-a1b2c3d4e5f6',
  key: 'checkout-button',
  status: 'running',
  phase: 2,
  salt: 'checkout',
  // Traffic buckets under this salt: user-1 892 902, user-348463 0. Variant bucket of user-1: 956 603.
  traffic: '90',
  disabledArms: [],
  variants: [
    { key: 'control', value: 'blue', control: true, weight: '50' },
    { key: 'treatment', value: 'green', control: false, weight: '50' },
  ],
};
const running = experimentSnapshot(configuration);
const paused = experimentSnapshot({ ...configuration, status: 'paused' });
const withoutTraffic = experimentSnapshot({ ...configuration, traffic: '0' });
const experiment = { id: running.id, key: running.key };

const flag: FlagSnapshot = {
  key: 'button',
  type: 'string',
  enabled: true,
  defaultValue: 'grey',
  defaultVariant: 'plain',
  pins: [],
};
const rolledOut: PinSnapshot = {
  experimentId: 'e1',
  experimentKey: 'first',
  variant: 'winner',
  value: 'red',
  kind: 'rollout',
};
const rolledBack: PinSnapshot = {
  experimentId: 'e2',
  experimentKey: 'second',
  variant: 'control',
  value: 'grey',
  kind: 'rollback',
};

const byDefault = { value: 'grey', variant: 'plain', experiment: null, phase: null, assigned: false };
const byFirst = {
  value: 'red',
  variant: 'winner',
  experiment: { id: 'e1', key: 'first' },
  phase: null,
  assigned: false,
};
const bySecond = {
  value: 'grey',
  variant: 'control',
  experiment: { id: 'e2', key: 'second' },
  phase: null,
  assigned: false,
};
const live = { experiment, phase: 2 };
const noSubjects = [undefined, null, ''];

describe('a decision', () => {
  it.each([
    {
      given: 'no such flag',
      flag: undefined,
      then: { value: null, variant: null, reason: 'flag_not_found', experiment: null, phase: null, assigned: false },
    },
    { given: 'a flag with nothing to it', flag, then: { ...byDefault, reason: 'default' } },
    {
      given: 'a disabled flag with a running experiment and a pin',
      flag: { ...flag, enabled: false, experiment: running, pins: [rolledOut] },
      then: { ...byDefault, reason: 'flag_disabled' },
    },
    {
      given: 'a running experiment that takes the subject',
      flag: { ...flag, experiment: running },
      then: { value: 'green', variant: 'treatment', reason: 'experiment_assigned', ...live, assigned: true },
    },
    {
      given: 'a running experiment that takes the subject, above a pin',
      flag: { ...flag, experiment: running, pins: [rolledOut] },
      then: { value: 'green', variant: 'treatment', reason: 'experiment_assigned', ...live, assigned: true },
    },
    {
      given: 'a running experiment without traffic',
      flag: { ...flag, experiment: withoutTraffic },
      then: { ...byDefault, reason: 'traffic_excluded', ...live },
    },
    {
      given: 'a running experiment without traffic, above a pin',
      flag: { ...flag, experiment: withoutTraffic, pins: [rolledOut] },
      then: { ...byFirst, reason: 'rolled_out' },
    },
    {
      given: 'a paused experiment',
      flag: { ...flag, experiment: paused },
      then: { ...byDefault, reason: 'experiment_paused', ...live },
    },
    {
      given: 'a paused experiment without traffic',
      flag: { ...flag, experiment: { ...withoutTraffic, status: 'paused' as const } },
      then: { ...byDefault, reason: 'experiment_paused', ...live },
    },
    {
      given: 'a paused experiment above a pin',
      flag: { ...flag, experiment: paused, pins: [rolledBack] },
      then: { ...bySecond, reason: 'rolled_back' },
    },
    {
      given: 'an enrolment frozen before the subject',
      flag: { ...flag, experiment: { ...running, enrolled: (subject: string) => subject === 'user-2' } },
      then: { ...byDefault, reason: 'enrolment_frozen', ...live },
    },
    {
      given: 'an enrolment frozen before the subject, above a pin',
      flag: { ...flag, experiment: { ...running, enrolled: () => false }, pins: [rolledOut] },
      then: { ...byFirst, reason: 'rolled_out' },
    },
    {
      given: 'an enrolment frozen after the subject',
      flag: { ...flag, experiment: { ...running, enrolled: (subject: string) => subject === 'user-1' } },
      then: { value: 'green', variant: 'treatment', reason: 'experiment_assigned', ...live, assigned: true },
    },
    {
      given: 'a disabled arm, which names itself and serves control, above a pin',
      flag: { ...flag, experiment: { ...running, disabledArms: ['treatment'] }, pins: [rolledOut] },
      then: { value: 'blue', variant: 'treatment', reason: 'arm_disabled', ...live, assigned: false },
    },
    {
      given: 'another arm disabled',
      flag: { ...flag, experiment: { ...running, disabledArms: ['other'] } },
      then: { value: 'green', variant: 'treatment', reason: 'experiment_assigned', ...live, assigned: true },
    },
    {
      given: 'a rollback, newer than a rollout',
      flag: { ...flag, pins: [rolledBack, rolledOut] },
      then: { ...bySecond, reason: 'rolled_back' },
    },
    {
      given: 'a rollout, newer than a rollback',
      flag: { ...flag, pins: [rolledOut, rolledBack] },
      then: { ...byFirst, reason: 'rolled_out' },
    },
  ])('given $given, when user-1 asks, then $then.reason', ({ flag, then }) => {
    expect(evaluate(flag, 'button', 'user-1')).toEqual({ flag: 'button', ...then });
  });

  it.each([
    { given: 'no such flag', flag: undefined, then: { reason: 'flag_not_found' } },
    { given: 'a flag with nothing to it', flag, then: { ...byDefault, reason: 'default' } },
    {
      given: 'a disabled flag with a running experiment',
      flag: { ...flag, enabled: false, experiment: running },
      then: { ...byDefault, reason: 'flag_disabled' },
    },
    { given: 'a pin', flag: { ...flag, pins: [rolledOut] }, then: { ...byFirst, reason: 'rolled_out' } },
    {
      given: 'a paused experiment, which asks for no bucket',
      flag: { ...flag, experiment: paused },
      then: { ...byDefault, reason: 'experiment_paused', ...live },
    },
    {
      given: 'a running experiment',
      flag: { ...flag, experiment: running },
      then: { ...byDefault, reason: 'missing_subject', ...live },
    },
    {
      given: 'a running experiment above a pin',
      flag: { ...flag, experiment: running, pins: [rolledOut] },
      then: { ...byFirst, reason: 'missing_subject', ...live },
    },
  ])('given $given, when nobody in particular asks, then $then.reason', ({ flag, then }) => {
    for (const subject of noSubjects) expect(evaluate(flag, 'button', subject)).toMatchObject(then);
  });

  it.each([[false], [0], [''], [null], [{ steps: [1, 2] }]])('serves the value %j as it is', (value) => {
    expect(evaluate({ ...flag, defaultValue: value }, 'button', 'user-1').value).toEqual(value);
  });

  it('never shows the salt', () => {
    for (const flagged of [running, paused, withoutTraffic]) {
      expect(evaluate({ ...flag, experiment: flagged }, 'button', 'user-1').experiment).toEqual(experiment);
    }
  });
});
