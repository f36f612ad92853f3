import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { ANY_STORE } from '../support/stores.js';
import { Comparing, inTwenty } from './comparing.js';

const SUBJECTS = 50_000;
const PER_LOOK = 2_500;

let assay: RunningWorld;

beforeAll(async () => {
  assay = await startWorld(ANY_STORE, { ASSAY_GUARDRAILS: 'continuous' });
});

afterAll(() => assay.stop());

it(`lets a treatment without an effect run through ${SUBJECTS} subjects`, async () => {
  const comparing = await Comparing.of(assay.world, 'higher_is_better');
  const guardrail = {
    metric: comparing.metric,
    scope: 'treatment_vs_control',
    margin: '0.02',
    action: 'pause',
  } as const;
  const experiment = await comparing.start({ guardrails: [guardrail] });
  for (let subjects = 0; subjects < SUBJECTS; subjects += PER_LOOK) {
    await comparing.enrol(experiment, PER_LOOK, inTwenty(10, 10));
    expect(await comparing.check(experiment)).toEqual([]);
  }
  expect(await comparing.statusOf(experiment)).toBe('running');
}, 300_000);
