import { expect } from '@jest/globals';
import { hasReached, parsePosition } from '../../libs/event-store/position.js';
import { bodyOf, expectStatus, type Client } from '../support/client.js';
import { until } from '../support/until.js';
import type { World } from '../support/world.js';
import type { Counts, ExperimentLedger } from './ledger.js';
import type { Workload } from './workload.js';

const PATIENCE_MS = 60_000;
const VARIANTS = ['control', 'treatment'];

interface Projections {
  readonly head: string;
  readonly items: readonly {
    readonly projection: string;
    readonly position: string | null;
    readonly rebuild: { readonly finishedAt: string | null } | null;
  }[];
}

interface Fraction {
  readonly numerator: string;
  readonly denominator: string;
}

interface Results {
  readonly exposure: object;
  readonly metrics: readonly { readonly variants: readonly ({ readonly variant: string } & Fraction)[] }[];
}

interface Timeseries {
  readonly points: readonly { readonly time: string; readonly variants: Readonly<Record<string, Fraction>> }[];
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

interface Trigger {
  readonly id: string;
  readonly guardrail: string;
  readonly outcome: string | null;
}

interface HistoryItem {
  readonly type: string;
  readonly data: { readonly trigger?: string; readonly guardrail?: string };
}

const isNotice = ({ guardrail }: { readonly guardrail?: string }): boolean => guardrail?.startsWith('assay.') ?? false;

/** Waits until every breach is settled and the projections have reached the end of the log. */
export async function untilQuiet(world: World, { experiments }: Workload): Promise<void> {
  const { owner } = world;
  for (const { id } of experiments) {
    const settled = async (): Promise<boolean> => (await triggersOf(owner, id)).every((each) => each.outcome !== null);
    await until(`the outcome of the triggers of ${id}`, settled, PATIENCE_MS);
  }
  await until('projections at the end of the log', async () => {
    const { head, items } = await bodyOf<Projections>(200, owner.get('/v1/operations/projections'));
    return items.every(({ position }) => position !== null && hasReached(parsePosition(position), parsePosition(head)));
  });
}

/** Expects every acknowledged request to have its effect once, and nothing else. */
export async function expectAllAcknowledged(world: World, workload: Workload): Promise<void> {
  const { owner } = world;
  const { experiments, flags } = workload;
  expect(await allOf(owner, '/v1/operations/parked')).toEqual([]);
  for (const experiment of experiments) {
    await expectCountedOnce(world, experiment);
    await expectOneActionPerBreach(owner, experiment);
  }
  const listed = await allOf<{ id: string }>(owner, '/v1/experiments');
  expect(listed.map(({ id }) => id).sort()).toEqual(experiments.map(({ id }) => id).sort());

  const made = flags.map(({ request }) => request.key);
  const known = await allOf<{ key: string; revision: number }>(owner, '/v1/flags');
  expect(known.map(({ key }) => key)).toEqual([...made, ...experiments.map(({ flag }) => flag)].sort());
  // Revision 0: one event made the flag, and no repeated request appended another. Starts reserve theirs besides.
  const notOnce = known.filter(({ key, revision }) => made.includes(key) && revision !== 0);
  expect(notOnce).toEqual([]);
  for (const { request, idempotencyKey, answer } of flags) {
    const again = await workload.create(request, idempotencyKey);
    expect({ status: again.status, body: again.body as unknown }).toEqual({
      status: 201,
      body: answer.body as unknown,
    });
  }
}

async function expectCountedOnce({ owner, metric }: World, experiment: ExperimentLedger): Promise<void> {
  const path = `/v1/experiments/${experiment.id}`;
  const results = await bodyOf<Results>(200, owner.get(`${path}/results`));
  const subjects = VARIANTS.map((variant) => [variant, experiment.subjectsOf(variant)]);
  const nothing = { doubleExposed: 0, waiting: 0, expired: 0, tail: 0 };
  expect(results.exposure).toEqual({ subjects: Object.fromEntries(subjects) as unknown, ...nothing });
  const counted = results.metrics.map(({ variants }) => variants.map((each) => [each.variant, numbersOf(each)]));
  expect(counted).toEqual([VARIANTS.map((variant) => [variant, experiment.countsOf(variant)])]);

  const { points } = await bodyOf<Timeseries>(200, owner.get(`${path}/timeseries?metric=${metric}`));
  const found = points.map(({ time, variants }): [string, Map<string, Counts>] => {
    return [time, new Map(Object.entries(variants).map(([variant, counts]) => [variant, numbersOf(counts)]))];
  });
  expect(new Map(found)).toEqual(experiment.series());
}

function numbersOf({ numerator, denominator }: Fraction): Counts {
  return { numerator: Number(numerator), denominator: Number(denominator) };
}

async function expectOneActionPerBreach(owner: Client, experiment: ExperimentLedger): Promise<void> {
  const all = await allOf<HistoryItem>(owner, `/v1/experiments/${experiment.id}/history`);
  // About once in a thousand runs chance alone splits subjects so unevenly that a notice is due.
  const history = all.filter(({ data }) => !isNotice(data));
  expect(history.map(({ type }) => type)).toEqual(experiment.history);
  const triggers = await triggersOf(owner, experiment.id);
  expect(triggers.map(({ outcome }) => outcome)).toEqual(Array<string>(experiment.breaches).fill('acted'));
  // A resume names the trigger that it overrules, but is no action of that trigger.
  const acted = history.flatMap(({ type, data }) => (type === 'experiment_resumed' ? [] : (data.trigger ?? [])));
  expect(acted).toEqual(triggers.map(({ id }) => id));
  expect(new Set(acted).size).toBe(acted.length);
}

/** Expects the reports of projections rebuilt from the log to equal the live ones, byte for byte. */
export async function expectRebuildsToChangeNothing(world: World, workload: Workload): Promise<void> {
  const before = await reports(world, workload);
  for (const projection of ['management', 'measurement']) {
    await expectStatus(202, world.admin.post(`/v1/operations/projections/${projection}/rebuild`));
    await until(
      `the rebuild of ${projection}`,
      async () => {
        const { items } = await bodyOf<Projections>(200, world.owner.get('/v1/operations/projections'));
        return items.some((item) => item.projection === projection && item.rebuild?.finishedAt);
      },
      PATIENCE_MS,
    );
  }
  await untilQuiet(world, workload);
  expect(await reports(world, workload)).toEqual(before);
}

/** The raw bodies, by path. */
async function reports({ owner, metric }: World, { experiments }: Workload): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { id } of experiments) {
    for (const report of ['results', `timeseries?metric=${metric}`, 'history?limit=200', 'triggers?limit=200']) {
      const path = `/v1/experiments/${id}/${report}`;
      found[path] = (await expectStatus(200, owner.get(path))).text;
    }
  }
  return found;
}

async function triggersOf(owner: Client, id: string): Promise<Trigger[]> {
  const all = await allOf<Trigger>(owner, `/v1/experiments/${id}/triggers`);
  return all.filter((trigger) => !isNotice(trigger));
}

/** Every page of a list. */
async function allOf<Item>(client: Client, path: string): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor = ''; ;) {
    const page = await bodyOf<Page<Item>>(200, client.get(`${path}?limit=200${cursor}`));
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    cursor = `&cursor=${page.nextCursor}`;
  }
}
