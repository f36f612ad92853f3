import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Schemas } from '../../packages/client/src/index.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import { until } from '../support/until.js';
import { Comparing, inTwenty } from './comparing.js';

const VARIANTS = [
  { key: 'control', value: 'old', weight: '34', control: true },
  { key: 'worse', value: 'new', weight: '33' },
  { key: 'alike', value: 'newer', weight: '33' },
];

describe.each(STORES)('a guardrail of treatment against control, on %s', (store) => {
  let assay: RunningWorld;

  const guardrailOn = (metric: string, action: Schemas['GuardrailRequest']['action']): Schemas['GuardrailRequest'] => ({
    metric,
    scope: 'treatment_vs_control',
    margin: '0.02',
    action,
  });

  describe('checked on request', () => {
    beforeAll(async () => {
      assay = await startWorld(store);
    });

    afterAll(() => assay.stop());

    it('rolls back a treatment that converts 30% worse, with its evidence', async () => {
      const comparing = await Comparing.of(assay.world, 'higher_is_better');
      const experiment = await comparing.start({ guardrails: [guardrailOn(comparing.metric, 'rollback')] });
      await comparing.enrol(experiment, 800, inTwenty(10, 7));
      const [trigger, ...others] = await comparing.check(experiment);
      expect(others).toEqual([]);
      expect(trigger).toMatchObject({ variant: 'treatment', action: 'rollback', outcome: 'acted', numerator: null });
      const { comparison, value, threshold } = trigger ?? {};
      expect(comparison?.margin).toBe('0.02');
      // One arm and one guardrail share alpha = 0.05.
      expect(comparison?.eValue).toBeGreaterThanOrEqual(20);
      expect(comparison?.effect).toBeCloseTo(-0.3, 1);
      expect(comparison?.lower).toBeLessThan(comparison?.effect ?? 0);
      expect(comparison?.upper).toBeGreaterThan(comparison?.effect ?? 0);
      // The one-sided test may cross a moment before the two-sided interval leaves 0.
      expect(comparison?.upper).toBeLessThan(0.05);
      expect(comparison?.position).toMatch(/\d/);
      // The look that found it first may have come before the last batch.
      const subjects = (comparison?.control.subjects ?? 0) + (comparison?.treatment.subjects ?? 0);
      expect(subjects).toBeGreaterThanOrEqual(200);
      expect(subjects).toBeLessThanOrEqual(800);
      expect(comparison?.treatment.value).toBe(value);
      expect(Number(value)).toBeLessThan(Number(threshold));
      expect(await comparing.statusOf(experiment)).toBe('completed');
    });

    it('finds rare failures by the first of each subject', async () => {
      const comparing = await Comparing.of(assay.world, 'lower_is_better');
      const experiment = await comparing.start({ guardrails: [guardrailOn(comparing.metric, 'pause')] });
      await comparing.enrol(experiment, 1_000, (value, n) => n % 100 < (value === 'old' ? 2 : 12));
      const [trigger] = await comparing.check(experiment);
      expect(trigger?.comparison?.eValue).toBeGreaterThanOrEqual(20);
      expect(Number(trigger?.value)).toBeGreaterThan(Number(trigger?.threshold));
      expect(await comparing.statusOf(experiment)).toBe('paused');
    });

    it('lets a treatment without an effect run, looked at after each hundred subjects', async () => {
      const comparing = await Comparing.of(assay.world, 'higher_is_better');
      const experiment = await comparing.start({ guardrails: [guardrailOn(comparing.metric, 'pause')] });
      for (let looks = 0; looks < 8; looks += 1) {
        await comparing.enrol(experiment, 100, inTwenty(10, 10));
        expect(await comparing.check(experiment)).toEqual([]);
      }
      expect(await comparing.statusOf(experiment)).toBe('running');
    });

    it('disables the one arm that is worse', async () => {
      const comparing = await Comparing.of(assay.world, 'higher_is_better');
      const guardrails = [guardrailOn(comparing.metric, 'disable_arm')];
      const experiment = await comparing.start({ variants: VARIANTS, guardrails });
      await comparing.enrol(experiment, 1_200, (value, n) => (n * 7) % 20 < (value === 'new' ? 6 : 10));
      const triggers = await comparing.check(experiment);
      expect(triggers.map(({ variant }) => variant)).toEqual(['worse']);
      expect(await comparing.statusOf(experiment)).toBe('running');
    });
  });

  it('acts with no check asked for, at the first batch of a later second', async () => {
    const live = await startWorld(store, { ASSAY_GUARDRAILS: 'continuous' });
    try {
      const comparing = await Comparing.of(live.world, 'higher_is_better');
      const experiment = await comparing.start({ guardrails: [guardrailOn(comparing.metric, 'pause')] });
      await comparing.enrol(experiment, 600, inTwenty(10, 5));
      await until('the pause', async () => {
        if ((await comparing.statusOf(experiment)) === 'paused') return true;
        await comparing.enrol(experiment, 1, inTwenty(10, 5));
        return false;
      });
    } finally {
      await live.stop();
    }
  });
});
