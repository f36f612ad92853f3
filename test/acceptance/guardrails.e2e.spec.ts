import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import { until } from '../support/until.js';
import { decide, record, startExperiment, telemetry, type World } from '../support/world.js';

describe.each(STORES)('guardrails on %s', (store) => {
  describe.each(['on_request', 'continuous'] as const)('evaluated %s', (mode) => {
    let assay: RunningWorld;
    let world: World;

    beforeAll(async () => {
      assay = await startWorld(store, { ASSAY_GUARDRAILS: mode });
      ({ world } = assay);
    });

    afterAll(() => assay.stop());

    const failing = async (experiment: { flag: string; position: string }, subject: string): Promise<void> => {
      const decision = await decide(world, experiment.flag, subject, experiment.position);
      expect(decision.reason).toBe('experiment_assigned');
      await record(world, [telemetry(world.exposure, decision, subject), telemetry(world.crash, decision, subject)]);
    };

    const statusOf = async (id: string): Promise<string> =>
      (await world.owner.get(`/v1/experiments/${id}`)).body.status;

    const triggersOf = async (id: string): Promise<Record<string, unknown>[]> =>
      (await expectStatus(200, world.owner.get(`/v1/experiments/${id}/triggers`))).body.items;

    if (mode === 'on_request') {
      it('pauses an experiment whose one subject fails', async () => {
        const experiment = await startExperiment(world, { threshold: '0.10', action: 'pause', windowMinutes: 60 });
        await failing(experiment, 'user_pause1');

        const check = await expectStatus(200, world.owner.post(`/v1/experiments/${experiment.id}/guardrails/check`));
        expect(check.body.triggers).toEqual([
          expect.objectContaining({
            metric: world.metric,
            threshold: '0.1',
            value: '1',
            action: 'pause',
            outcome: 'acted',
          }),
        ]);

        expect(await statusOf(experiment.id)).toBe('paused');
        expect(await triggersOf(experiment.id)).toHaveLength(1);
        const history = await expectStatus(200, world.owner.get(`/v1/experiments/${experiment.id}/history`));
        const types = history.body.items.map((item: { type: string }) => item.type);
        expect(types.slice(-2)).toEqual(['guardrail_breached', 'experiment_paused']);
        const after = await decide(world, experiment.flag, 'user_pause1', experiment.position);
        expect(after).toMatchObject({ value: 'old', reason: 'experiment_paused', decisionId: null });
      });

      it('leaves an experiment running that ten subjects met without a failure', async () => {
        const experiment = await startExperiment(world, { threshold: '0.10', action: 'pause' });
        for (let n = 0; n < 10; n += 1) {
          const subject = `user_healthy${n}`;
          const decision = await decide(world, experiment.flag, subject, experiment.position);
          await record(world, [telemetry(world.exposure, decision, subject)]);
        }

        const check = await expectStatus(200, world.owner.post(`/v1/experiments/${experiment.id}/guardrails/check`));
        expect(check.body).toEqual({ triggers: [] });
        expect(await statusOf(experiment.id)).toBe('running');
        await expectStatus(
          200,
          world.owner.post(`/v1/experiments/${experiment.id}/complete`, { outcome: 'no_effect' }),
        );
      });

      it('rolls an experiment back and serves control from then on', async () => {
        const experiment = await startExperiment(world, { threshold: '0.05', action: 'rollback' });
        await failing(experiment, 'user_rb1');
        await expectStatus(200, world.owner.post(`/v1/experiments/${experiment.id}/guardrails/check`));

        const completed = await expectStatus(200, world.owner.get(`/v1/experiments/${experiment.id}`));
        expect(completed.body).toMatchObject({ status: 'completed', outcome: { kind: 'rollback' } });
        expect(await triggersOf(experiment.id)).toHaveLength(1);
        const after = await decide(world, experiment.flag, 'user_rb1', experiment.position);
        expect(after).toMatchObject({ value: 'old', reason: 'rolled_back', decisionId: null });
      });

      it('checks every running experiment in one request', async () => {
        const first = await startExperiment(world, { threshold: '0.05', action: 'pause' });
        const second = await startExperiment(world, { threshold: '0.05', action: 'rollback' });
        await failing(first, 'user_all1');
        await failing(second, 'user_all2');

        const check = await expectStatus(200, world.owner.post('/v1/guardrails/check'));
        expect(check.body).toMatchObject({ checked: 2, triggered: 2 });
        expect(await statusOf(first.id)).toBe('paused');
        expect(await statusOf(second.id)).toBe('completed');
      });
    } else {
      it('pauses and rolls back with no check asked for', async () => {
        const paused = await startExperiment(world, { threshold: '0.10', action: 'pause' });
        const rolledBack = await startExperiment(world, { threshold: '0.05', action: 'rollback' });
        await failing(paused, 'user_live1');
        await failing(rolledBack, 'user_live2');

        await until('the pause', async () => (await statusOf(paused.id)) === 'paused');
        await until('the rollback', async () => (await statusOf(rolledBack.id)) === 'completed');
        await until(
          'the outcome of the trigger',
          async () => (await triggersOf(paused.id))[0]?.['outcome'] === 'acted',
        );
        expect(await triggersOf(paused.id)).toHaveLength(1);
        expect(await triggersOf(rolledBack.id)).toHaveLength(1);
      });
    }
  });
});
