import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bodyOf, expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import { until } from '../support/until.js';
import { decide, record, startExperiment, telemetry, type World } from '../support/world.js';

interface Item {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly lights?: {
    readonly guardrails: { readonly healthy: number; readonly breached: number; readonly no_data: number };
    readonly verdict: { readonly kind: string } | null;
  } | null;
}
interface Page {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly total: number;
}

describe.each(STORES)('lists of experiments on %s', (store) => {
  let assay: RunningWorld;
  let world: World;
  let word: string;
  /** Ids by name: a running one that fails, a paused one, an approved one, a draft. */
  const ids = new Map<string, string>();

  beforeAll(async () => {
    assay = await startWorld(store);
    ({ world } = assay);
    word = randomUUID().slice(0, 8);
    for (const name of ['delta', 'Alpha', 'charlie', 'Bravo']) {
      const more = { name: `${name} ${word}` };
      const { id, flag, position } = await startExperiment(
        world,
        { threshold: '0.5', action: 'pause' },
        'production',
        more,
      );
      ids.set(name, id);
      if (name === 'charlie') continue;
      const decision = await decide(world, flag, 'sue', position);
      const crash = name === 'delta' ? [telemetry(world.crash, decision, 'sue')] : [];
      await record(world, [telemetry(world.exposure, decision, 'sue'), ...crash]);
    }
    await expectStatus(200, world.owner.post(`/v1/experiments/${ids.get('Alpha') ?? ''}/pause`));
    await expectStatus(
      200,
      world.owner.post(`/v1/experiments/${ids.get('Bravo') ?? ''}/complete`, { outcome: 'no_effect' }),
    );
    const learning = { tags: ['checkout'], summary: 'nothing' };
    await expectStatus(200, world.owner.put(`/v1/experiments/${ids.get('Bravo') ?? ''}/learning`, learning));
    const copied = await expectStatus(
      201,
      world.owner.post(`/v1/experiments/${ids.get('delta') ?? ''}/copy`, { key: `copy_${word}`, name: `echo ${word}` }),
    );
    ids.set('echo', copied.body.id);
  });

  afterAll(() => assay.stop());

  const page = (query: string): Promise<Page> =>
    bodyOf<Page>(200, world.owner.get(`/v1/experiments?q=${word}&${query}`));
  const namesIn = ({ items }: Page): string[] => items.map(({ name }) => name.replace(` ${word}`, ''));

  /** All pages of two. */
  async function all(query: string): Promise<string[]> {
    const names: string[] = [];
    for (let cursor = ''; ;) {
      const found = await page(`limit=2&${query}${cursor}`);
      expect(found.total).toBe(5);
      names.push(...namesIn(found));
      if (found.nextCursor === null) return names;
      cursor = `&cursor=${found.nextCursor}`;
    }
  }

  it('are sorted by creation, last change, start, name or state, page by page', async () => {
    expect(await all('sort=created')).toEqual(['echo', 'Bravo', 'charlie', 'Alpha', 'delta']);
    expect(await all('')).toEqual(await all('sort=created'));
    expect(await all('sort=updated')).toEqual(['echo', 'Bravo', 'Alpha', 'charlie', 'delta']);
    expect(await all('sort=started')).toEqual(['Bravo', 'charlie', 'Alpha', 'delta', 'echo']);
    expect(await all('sort=name')).toEqual(['Alpha', 'Bravo', 'charlie', 'delta', 'echo']);
    expect(await all('sort=state')).toEqual(['charlie', 'delta', 'Alpha', 'echo', 'Bravo']);
    const refused = await expectStatus(400, world.owner.get('/v1/experiments?sort=owner'));
    expect(refused.body).toMatchObject({ code: 'invalid_value', errors: [{ pointer: '?sort' }] });
  });

  it('have those in any of several states, and those with a tag', async () => {
    expect(namesIn(await page('status=running,paused&sort=name'))).toEqual(['Alpha', 'charlie', 'delta']);
    expect(namesIn(await page('status=draft'))).toEqual(['echo']);
    expect(namesIn(await page('tag=checkout'))).toEqual(['Bravo']);
    for (const status of ['gone', 'draft,', 'draft,gone']) {
      const refused = await expectStatus(400, world.owner.get(`/v1/experiments?status=${status}`));
      expect(refused.body).toMatchObject({ code: 'invalid_value', errors: [{ pointer: '?status' }] });
    }
  });

  it('say with their lights which guardrails are breached, and what the verdict is', async () => {
    const none = { healthy: 0, breached: 0, no_data: 0 };
    const lightsOf = async (name: string) =>
      (await page('include=lights')).items.find(({ id }) => id === ids.get(name))?.lights;
    const expected = { delta: 'breached', Alpha: 'healthy', Bravo: 'healthy', charlie: 'no_data' } as const;
    for (const [name, state] of Object.entries(expected)) {
      await until(`${name} to be ${state}`, async () => (await lightsOf(name))?.guardrails[state] === 1);
      expect((await lightsOf(name))?.guardrails).toEqual({ ...none, [state]: 1 });
    }
    expect(await lightsOf('echo')).toBeNull();
    expect((await lightsOf('charlie'))?.verdict?.kind).toBe('keep_running');
    expect((await page('')).items.every((item) => !('lights' in item))).toBe(true);
    const at = new Date().toISOString();
    for (const query of ['include=verdicts', `include=lights&at=${at}`]) {
      const refused = await expectStatus(400, world.owner.get(`/v1/experiments?${query}`));
      expect(refused.body).toMatchObject({ code: 'invalid_value', errors: [{ pointer: '?include' }] });
    }
  });
});
