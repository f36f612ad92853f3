import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { ADMIN_KEY, startStores, type TestStores } from '../support/stores.js';
import { until } from '../support/until.js';
import { createWorld, startExperiment } from '../support/world.js';
import { MixedApps } from './mixed-apps.js';
import { assign, countsOf, expectedCounts, HARMLESS, report, resultsOf, SUBJECTS } from './reporting.js';

/** An upgrade in the wrong order. */
export function describeProjectorLast(olderRoot: () => string): void {
  describe('an older projector under apps of this build', () => {
    let stores: TestStores | undefined;
    let apps: MixedApps;

    beforeAll(async () => {
      stores = await startStores('postgresql');
      apps = new MixedApps(olderRoot(), stores);
      await apps.replace('projector', 'older');
      await apps.works(apps.app('projector'));
      for (const name of ['command-api', 'ingest-api', 'query-api'] as const) await apps.replace(name, 'this');
    }, 60_000);
    afterAll(async () => {
      if (!stores) return;
      await apps.stop();
      await stores.stop();
    }, 60_000);

    it('parks what they write, and what it parked is counted once it is replaced', async () => {
      const world = await createWorld(apps.urls, ADMIN_KEY);
      const experiment = await startExperiment(world, HARMLESS);
      const subjects = await assign(world, experiment, 'early', SUBJECTS);
      const position = await report(world, subjects);
      await until('the parked start', async () =>
        (await apps.parked()).includes('event type experiment_drafted: unknown version 4'),
      );
      await apps.replace('projector', 'this');
      await apps.works(apps.app('projector'));
      expect(await apps.parked()).toEqual([]);
      expect(countsOf(await resultsOf(world, experiment, position))).toEqual(expectedCounts(subjects));
      await expectStatus(200, world.owner.at(world.urls.query).get('/v1/experiments'));
    }, 60_000);
  });
}
