import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { nextMillisecond } from '../support/next-millisecond.js';
import { Random } from '../support/random.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import type { World } from '../support/world.js';
import { attributesOf, FLAGS, GROUPS, RandomHistory, SUBJECTS } from './random-history.js';

const STEPS = 120;
/** On each of the two stores. */
const INSTANTS = 500;

/** Everything that is asked for, at one moment and later of that moment. */
const PATHS = [
  '/v1/experiments?limit=200',
  '/v1/flags',
  ...FLAGS.map((flag) => `/v1/flags/${flag}`),
  '/v1/groups',
  ...GROUPS.map((group) => `/v1/groups/${group}`),
  '/v1/overrides?limit=200',
  '/v1/holdouts',
];
const DECISIONS = FLAGS.flatMap((flag) =>
  SUBJECTS.map((subjectId) => ({ flag, subjectId, attributes: attributesOf(subjectId) })),
);

/** A stretch of time without commands, with everything that was answered in it. */
interface Moment {
  readonly from: number;
  readonly to: number;
  /** By path. */
  readonly documents: ReadonlyMap<string, unknown>;
  readonly decisions: readonly Readonly<Record<string, unknown>>[];
}

describe.each(STORES)('time travel on %s', (store) => {
  let assay: RunningWorld;
  let world: World;
  let random: Random;
  let moments: readonly Moment[];
  let clockwork: readonly number[];

  beforeAll(async () => {
    assay = await startWorld(store);
    ({ world } = assay);
    random = new Random(store.length);
    const history = new RandomHistory(world, random);
    await history.begin();
    const lived: Moment[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      await history.step();
      lived.push(await liveThrough(world));
    }
    // Chance may have left no draft to delete.
    for (const step of [history.draft, history.deleteLast]) {
      await step();
      lived.push(await liveThrough(world));
    }
    moments = lived;
    ({ clockwork } = history);
  }, 240_000);

  afterAll(() => assay.stop());

  it(`at ${INSTANTS} random instants every document is what it was, and every explanation what was decided`, async () => {
    let compared = 0;
    while (compared < INSTANTS) {
      const moment = one(moments, random);
      // What changes by the clock within a moment was not answered alike throughout it.
      if (clockwork.some((instant) => instant >= moment.from && instant <= moment.to)) continue;
      const instant = moment.from + Math.floor(random.next() * (moment.to - moment.from + 1));
      const at = new Date(instant).toISOString();
      const path = one(PATHS, random);
      const found = await expectStatus(200, world.owner.get(`${path}${path.includes('?') ? '&' : '?'}at=${at}`));
      expect({ path, at, body: comparable(found.body) }).toEqual({ path, at, body: moment.documents.get(path) });
      expect(found.headers.get('assay-as-of-position')).toEqual(expect.any(String));
      const number = Math.floor(random.next() * DECISIONS.length);
      const { body } = await expectStatus(200, world.owner.post(`/v1/decide/explain?at=${at}`, DECISIONS[number]));
      expect({ at, ...body }).toMatchObject(moment.decisions[number] ?? {});
      compared += 1;
    }
  }, 240_000);

  it('has lived: experiments ran, drafts were deleted, pins were left, and decisions had many reasons', () => {
    const reasons = new Set(moments.flatMap(({ decisions }) => decisions.map(({ reason }) => reason)));
    for (const reason of ['default', 'rule_match', 'override', 'experiment_assigned', 'rolled_out', 'flag_disabled'])
      expect(reasons).toContain(reason);
    const totals = moments.map(({ documents }) => totalOf(documents.get('/v1/experiments?limit=200')));
    expect(totals.some((total, index) => total < (totals[index - 1] ?? 0))).toBe(true);
  });
});

/** Begins after the last command's millisecond, and ends before the next command's. */
async function liveThrough(world: World): Promise<Moment> {
  await nextMillisecond();
  const from = Date.now();
  const answers = await Promise.all(PATHS.map((path) => expectStatus(200, world.owner.get(path))));
  const decided = await Promise.all(DECISIONS.map((body) => expectStatus(200, world.product.post('/v1/decide', body))));
  const to = Date.now();
  await nextMillisecond();
  const documents = new Map(PATHS.map((path, index) => [path, comparable(answers[index]?.body)]));
  const decisions = decided.map(({ body: { decisionId: _, ...decision } }) => decision as Record<string, unknown>);
  return { from, to, documents, decisions };
}

/** Uses of flags are in no log: what is known of the last one changes later. */
function comparable(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body), (name, value: unknown) => (name === 'lastEvaluatedAt' ? undefined : value));
}

const totalOf = (list: unknown): number => (list as { readonly total: number }).total;

function one<T>(choices: readonly T[], random: Random): T {
  const chosen = choices[Math.floor(random.next() * choices.length)];
  if (chosen === undefined) throw new RangeError('nothing to choose from');
  return chosen;
}
