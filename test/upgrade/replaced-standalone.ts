import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startDataFolder } from '../chaos/data-folder.js';
import { launchApp, type LaunchedApp } from '../support/apps.js';
import { bodyOf, expectStatus } from '../support/client.js';
import { ADMIN_KEY } from '../support/stores.js';
import { until } from '../support/until.js';
import {
  createWorld,
  decide,
  startExperiment,
  type RunningExperiment,
  type Urls,
  type World,
} from '../support/world.js';
import { assign, countsOf, expectedCounts, HARMFUL, HARMLESS, report, resultsOf, SUBJECTS } from './reporting.js';
import { pointedTo, type Assigned, type Results } from './reporting.js';

interface Trigger {
  readonly id: string;
  readonly outcome: string | null;
}

interface Answers {
  readonly results: Results;
  readonly points: readonly unknown[];
  readonly triggers: readonly Trigger[];
}

const allAt = (url: string): Urls => ({ command: url, ingest: url, query: url });

/** An older standalone with a PostgreSQL of its own is stopped, and this build starts on its data folder. */
export function describeReplacedStandalone(olderRoot: () => string): void {
  describe('standalone, replaced on its data', () => {
    let folder: Awaited<ReturnType<typeof startDataFolder>> | undefined;
    let app: LaunchedApp | undefined;
    let world: World;
    let running: RunningExperiment;
    let rolledBack: RunningExperiment;
    let endangered: RunningExperiment;
    let seen: readonly Assigned[];
    let position: string;
    let before: Answers;

    const early = (): readonly Assigned[] => seen.slice(0, SUBJECTS / 2);

    beforeAll(async () => {
      folder = await startDataFolder();
      const environment = { ...folder.environment, ASSAY_GUARDRAILS: 'continuous' };
      app = launchApp('standalone', environment, olderRoot());
      world = await createWorld(allAt((await app.ready).url), ADMIN_KEY);
      await liveWithOlder();
      before = await until('the outcome of the breach', async () => {
        const found = await answers();
        return found.triggers.some(({ outcome }) => outcome !== null) && found;
      });
      expect(await app.stop()).toBe(0);

      app = launchApp('standalone', environment);
      world = pointedTo(world, allAt((await app.ready).url));
      await until('the read models', async () => (await world.owner.get('/health/ready')).body.status === 'ready');
    }, 120_000);
    afterAll(async () => {
      await app?.stop();
      await folder?.stop();
    }, 60_000);

    async function liveWithOlder(): Promise<void> {
      running = await startExperiment(world, HARMLESS);
      rolledBack = await startExperiment(world, HARMFUL);
      endangered = await startExperiment(world, HARMFUL);
      seen = await assign(world, running, 'seen', SUBJECTS);
      await report(world, early());
      position = await report(world, await assign(world, rolledBack, 'harmed', SUBJECTS));
    }

    async function answers(): Promise<Answers> {
      const results = await resultsOf(world, running, position);
      const from = <Body>(path: string): Promise<Body> =>
        bodyOf(200, world.owner.get(`/v1/experiments/${path}`, { 'assay-min-position': position }));
      const series = await from<Pick<Answers, 'points'>>(`${running.id}/timeseries?metric=${world.metric}`);
      const { items } = await from<{ items: Trigger[] }>(`${rolledBack.id}/triggers`);
      return { results, points: series.points, triggers: items };
    }

    it('answers results, time series and triggers as the older build did', async () => {
      expect(countsOf(before.results)).toEqual(expectedCounts(early()));
      expect(before.points.length).toBeGreaterThan(0);
      const after = await answers();
      expect(after.results.exposure).toEqual(before.results.exposure);
      expect(after.results.metrics).toMatchObject(before.results.metrics);
      expect(after.points).toEqual(before.points);
      const acted = ({ id, outcome }: Trigger) => ({ id, outcome });
      expect(after.triggers.map(acted)).toEqual(before.triggers.map(acted));
      expect(after.triggers).toMatchObject([{ outcome: 'acted' }]);
    });

    it('gives the same subjects the same variants, and serves control after the rollback', async () => {
      const again = await assign(world, running, 'seen', SUBJECTS);
      expect(again.map(({ variant }) => variant)).toEqual(seen.map(({ variant }) => variant));
      const served = await decide(world, rolledBack.flag, 'anyone', position);
      expect(served).toMatchObject({ value: 'old', reason: 'rolled_back' });
    });

    it('accepts and counts decision ids that the older build gave', async () => {
      position = await report(world, seen.slice(SUBJECTS / 2));
      expect(countsOf(await resultsOf(world, running, position))).toEqual(expectedCounts(seen));
    });

    it('acts on guardrails, and keeps the event types, of experiments that the older build started', async () => {
      await report(world, await assign(world, endangered, 'endangered', SUBJECTS));
      await until('the rollback', async () => {
        return (await decide(world, endangered.flag, 'anyone', position)).reason === 'rolled_back';
      });
      const archived = await expectStatus(409, world.owner.post(`/v1/event-types/${world.crash}/archive`));
      expect(archived.body.code).toBe('event_type_in_use');
      expect((await expectStatus(200, world.owner.get('/v1/operations/parked'))).body.items).toEqual([]);
    });
  });
}
