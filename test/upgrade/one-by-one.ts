import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestApp } from '../support/apps.js';
import { bodyOf, expectStatus } from '../support/client.js';
import { ADMIN_KEY, startStores, type TestStores } from '../support/stores.js';
import { until } from '../support/until.js';
import { createWorld, decide, startExperiment, type RunningExperiment, type World } from '../support/world.js';
import { MixedApps } from './mixed-apps.js';
import { assign, countsOf, expectedCounts, HARMFUL, HARMLESS, report, resultsOf, send } from './reporting.js';
import { SUBJECTS, versionOf, type Assigned } from './reporting.js';

const DIMENSIONS = [{ key: 'country', attribute: 'country', values: ['NL', 'BE'] }];
const WHY = { comment: 'why' };

/** Four older apps are replaced one by one, in the order of docs/upgrading.md. Each test goes on from the last one. */
export function describeOneByOne(olderRoot: () => string): void {
  describe('four apps, replaced one by one', () => {
    let stores: TestStores | undefined;
    let apps: MixedApps;
    let world: World;
    let experiment: RunningExperiment;
    let counted: readonly Assigned[] = [];
    let position: string;

    beforeAll(async () => {
      stores = await startStores('postgresql');
      apps = new MixedApps(olderRoot(), stores);
      for (const name of ['projector', 'command-api', 'ingest-api', 'query-api'] as const)
        await apps.replace(name, 'older');
      world = await createWorld(apps.urls, ADMIN_KEY);
      experiment = await startExperiment(world, HARMLESS);
      await count('older');
      await expectAllCounted();
    }, 120_000);
    afterAll(async () => {
      if (!stores) return;
      await apps.stop();
      await stores.stop();
    }, 60_000);

    /** The apps in use give new subjects their variants, and take their telemetry. */
    async function count(name: string): Promise<void> {
      const subjects = await assign(world, experiment, name, SUBJECTS);
      position = await report(world, subjects);
      counted = [...counted, ...subjects];
    }

    async function expectAllCounted(): Promise<void> {
      expect(countsOf(await resultsOf(world, experiment, position))).toEqual(expectedCounts(counted));
      expect(await apps.parked()).toEqual([]);
    }

    const asking = (app: TestApp): World => ({ ...world, urls: { ...world.urls, query: app.url } });
    const sendingTo = (app: TestApp): World => ({ ...world, urls: { ...world.urls, ingest: app.url } });

    it('1. a projector stands by while an older one works, and makes the read models anew once that is stopped', async () => {
      const projector = await apps.start('projector', 'this');
      await count('standing_by');
      await expectAllCounted();
      const health = await bodyOf<object>(200, world.admin.at(projector.url).get('/health/ready'));
      expect(health).toMatchObject({ status: 'ready' });
      expect(await apps.versionOf('measurement')).toBeNull();
      await apps.app('projector').stop();
      apps.use('projector', projector);
      await apps.works(projector);
      expect(await apps.versionOf('measurement')).not.toBeNull();
      expect(await apps.parked()).toEqual([]);
    }, 60_000);

    it('after 1, older apps decide, count, command and list; only reports and checks wait for step 3', async () => {
      const { owner, urls } = world;
      const path = `/v1/experiments/${experiment.id}`;
      const checked = owner.post(`${path}/guardrails/check`);
      await count('older_ingest');
      const harmful = await startExperiment(world, HARMFUL);
      await report(world, await assign(world, harmful, 'harmed', SUBJECTS));
      await until('the rollback', async () => {
        return (await decide(world, harmful.flag, 'anyone', harmful.position)).reason === 'rolled_back';
      });
      const reader = owner.at(urls.query);
      await expectStatus(200, reader.get('/v1/experiments'));
      const refused = await Promise.all([reader.get(`${path}/results`), reader.get(`${path}/triggers`), checked]);
      expect(refused.filter(({ status }) => status < 500)).toEqual([]);
      expect(await apps.parked()).toEqual([]);
    }, 60_000);

    it('2. ingest-api takes decision ids of an older query-api, and commands of an older command-api apply', async () => {
      await apps.replace('ingest-api', 'this');
      world = apps.at(world);
      await count('ingest');
      const { owner, urls } = world;
      const path = `/v1/experiments/${experiment.id}`;
      await expectStatus(200, owner.post(`${path}/pause`, WHY));
      const resumed = await bodyOf<{ position: string }>(200, owner.post(`${path}/resume`, WHY));
      const found = await owner.at(urls.query).get(path, { 'assay-min-position': resumed.position });
      expect(found.body).toMatchObject({ status: 'running', phase: 2 });
      experiment = { ...experiment, position: resumed.position };
      expect(await apps.parked()).toEqual([]);
    }, 60_000);

    it('3. query-api reports what was counted meanwhile, and decides as an older one beside it', async () => {
      const older = apps.app('query-api');
      const query = await apps.start('query-api', 'this');
      const [one, other] = await Promise.all(
        [older, query].map((app) => assign(asking(app), experiment, 'both', SUBJECTS)),
      );
      const variants = (subjects: readonly Assigned[] = []) => subjects.map(({ variant }) => variant);
      expect(variants(one)).toEqual(variants(other));
      await older.stop();
      apps.use('query-api', query);
      world = apps.at(world);
      await count('query');
      await expectAllCounted();
    }, 60_000);

    it('4. after command-api nothing without dimensions has version 2, so that an older ingest-api takes it', async () => {
      await apps.replace('command-api', 'this');
      world = apps.at(world);
      const plain = await startExperiment(world, HARMLESS);
      const subjects = await assign(world, plain, 'plain', SUBJECTS);
      expect(subjects.map(versionOf)).toEqual(subjects.map(() => 1));
      const older = await apps.start('ingest-api', 'older');
      await report(sendingTo(older), subjects.slice(0, SUBJECTS / 2));
      position = await report(world, subjects.slice(SUBJECTS / 2));
      expect(countsOf(await resultsOf(world, plain, position))).toEqual(expectedCounts(subjects));
      expect(await apps.storedVersions()).toEqual(['1']);
      expect(await apps.parked()).toEqual([]);
      await older.stop();
    }, 60_000);

    it('why command-api comes last: older apps know neither flags, keys nor experiments that it makes', async () => {
      const query = await apps.start('query-api', 'older');
      const ingest = await apps.start('ingest-api', 'older');
      const command = await apps.start('command-api', 'older');
      const fresh = await startExperiment(world, HARMLESS);
      const served = await decide(asking(query), fresh.flag, 'anyone', fresh.position);
      expect(served).toMatchObject({ value: null, reason: 'flag_not_found' });
      const body = { name: 'fresh', scopes: ['ingest'] };
      const { key } = await bodyOf<{ key: string }>(201, world.admin.post('/v1/api-keys', body));
      await expectStatus(500, world.product.at(ingest.url).as(key).post('/v1/events', { events: [] }));
      const owner = world.owner.at(command.url);
      await expectStatus(500, owner.post(`/v1/experiments/${fresh.id}/pause`, WHY));
      await expectStatus(200, world.owner.post(`/v1/experiments/${fresh.id}/pause`, WHY));
      await Promise.all([query.stop(), ingest.stop(), command.stop()]);
      expect(await apps.parked()).toEqual([]);
    }, 60_000);

    describe('an experiment with dimensions', () => {
      let sliced: RunningExperiment;
      let subjects: readonly Assigned[];

      beforeAll(async () => {
        sliced = await startExperiment(world, HARMLESS, 'production', { dimensions: DIMENSIONS });
        subjects = await assign(world, sliced, 'sliced', SUBJECTS, (n) => ({ country: n % 3 === 0 ? 'NL' : 'BE' }));
      });

      it('gives decision ids of version 2, which an older ingest-api refuses event by event', async () => {
        expect(subjects.map(versionOf)).toEqual(subjects.map(() => 2));
        const older = await apps.start('ingest-api', 'older');
        const plain = await assign(world, experiment, 'plain', 1);
        const { answers } = await send(sendingTo(older), [...plain, ...subjects]);
        const [exposed, crashed, ...refused] = answers;
        expect([exposed, crashed]).toMatchObject([{ status: 'accepted' }, { status: 'accepted' }]);
        const malformed = { code: 'invalid_decision', message: expect.stringContaining('malformed') };
        expect(refused).toEqual(refused.map(() => expect.objectContaining(malformed)));
        expect(refused).toHaveLength(2 * SUBJECTS);
        expect(await apps.storedVersions()).toEqual(['1']);
        await older.stop();
      }, 60_000);

      it('is counted by the values of its dimension, from telemetry of version 2', async () => {
        position = await report(world, subjects);
        const results = await resultsOf(world, sliced, position, '?dimension=country');
        expect(countsOf(results)).toEqual(expectedCounts(subjects));
        expect(results.dimension?.values.map(({ value, subjects: n }) => [value, n])).toEqual([
          ['NL', SUBJECTS / 3],
          ['BE', (SUBJECTS * 2) / 3],
          [null, 0],
        ]);
        expect(await apps.storedVersions()).toEqual(['1', '2']);
        expect(await apps.parked()).toEqual([]);
      });

      it('why no older projector stands by: one that takes over counts nothing, until it is stopped', async () => {
        const older = await apps.start('projector', 'older');
        await apps.app('projector').stop();
        const late = await assign(world, sliced, 'late', SUBJECTS, () => ({ country: 'NL' }));
        position = await report(world, late);
        // Its migration finds tables that it did not make.
        await until('the refusal', () => /relation \\*"\w+\\*" already exists/.test(older.output()));
        await older.stop();
        await apps.replace('projector', 'this');
        await apps.works(apps.app('projector'));
        expect(await apps.parked()).toEqual([]);
        expect(countsOf(await resultsOf(world, sliced, position))).toEqual(expectedCounts([...subjects, ...late]));
      }, 60_000);
    });
  });
}
