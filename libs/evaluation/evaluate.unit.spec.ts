import { describe, expect, it } from '@jest/globals';
import { decide, digest, flag, rolledBack, rolledOut, running as runningWith } from '../../test/support/decisions.js';
import { EnrolledFilter } from './enrolled-filter.js';

const running = runningWith();
const paused = runningWith({ status: 'paused' });
const withoutTraffic = runningWith({ traffic: '0' });
const experiment = { id: running.id, key: running.key };
const frozenWith = (...subjects: string[]) =>
  runningWith({ enrolled: EnrolledFilter.of(subjects.map(digest)).toText() });

const byDefault = { value: 'grey', variant: 'plain', experiment: null, phase: null, identified: false };
const byFirst = {
  value: 'red',
  variant: 'winner',
  experiment: { id: 'e1', key: 'first' },
  phase: null,
  identified: false,
};
const bySecond = {
  value: 'grey',
  variant: 'control',
  experiment: { id: 'e2', key: 'second' },
  phase: null,
  identified: false,
};
const live = { experiment, phase: 2 };
const identified = {
  identified: true,
  subject: 'user-1',
  unit: 'user-1',
  counted: true,
  exposesOnDecide: false,
  dimensionValues: [],
};
const noSubjects = [undefined, null, ''];

describe('a decision', () => {
  it.each([
    {
      given: 'no such flag',
      flag: undefined,
      then: { value: null, variant: null, reason: 'flag_not_found', experiment: null, phase: null, identified: false },
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
      then: { value: 'green', variant: 'treatment', reason: 'experiment_assigned', ...live, ...identified },
    },
    {
      given: 'a running experiment that takes the subject, above a pin',
      flag: { ...flag, experiment: running, pins: [rolledOut] },
      then: { value: 'green', variant: 'treatment', reason: 'experiment_assigned', ...live, ...identified },
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
      flag: { ...flag, experiment: frozenWith('user-2') },
      then: { ...byDefault, reason: 'enrolment_frozen', ...live },
    },
    {
      given: 'an enrolment frozen before the subject, above a pin',
      flag: { ...flag, experiment: frozenWith(), pins: [rolledOut] },
      then: { ...byFirst, reason: 'rolled_out' },
    },
    {
      given: 'an enrolment frozen after the subject',
      flag: { ...flag, experiment: frozenWith('user-1') },
      then: { value: 'green', variant: 'treatment', reason: 'experiment_assigned', ...live, ...identified },
    },
    {
      given: 'a disabled arm, which names itself and serves control, above a pin',
      flag: { ...flag, experiment: { ...running, disabledArms: ['treatment'] }, pins: [rolledOut] },
      then: { value: 'blue', variant: 'treatment', reason: 'arm_disabled', ...live, identified: false },
    },
    {
      given: 'another arm disabled',
      flag: { ...flag, experiment: { ...running, disabledArms: ['other'] } },
      then: { value: 'green', variant: 'treatment', reason: 'experiment_assigned', ...live, ...identified },
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
    expect(decide(flag, { subjectId: 'user-1' })).toEqual({ flag: 'button', ...then });
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
    for (const subjectId of noSubjects) expect(decide(flag, { subjectId })).toMatchObject(then);
  });

  it.each([[false], [0], [''], [null], [{ steps: [1, 2] }]])('serves the value %j as it is', (value) => {
    expect(decide({ ...flag, defaultValue: value }, { subjectId: 'user-1' }).value).toEqual(value);
  });

  it('never shows the salt', () => {
    for (const flagged of [running, paused, withoutTraffic]) {
      expect(decide({ ...flag, experiment: flagged }, { subjectId: 'user-1' }).experiment).toEqual(experiment);
    }
  });
});
