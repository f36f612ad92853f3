import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresEventStore } from '../../libs/event-store/postgres/postgres-event-store.js';
import {
  hasReached,
  laterOf,
  parsePosition,
  type EventStore,
  type NewEvent,
  type Position,
} from '../../libs/event-store/index.js';
import type { Figure, Part } from '../figure.js';
import { answered } from '../support/client.js';
import { percentile, whole } from '../support/numbers.js';
import { startStandalone, type Standalone } from '../support/standalone.js';
import { timed } from '../support/telemetry-batches.js';
import { createWorld, startExperiment, type World } from '../support/world.js';

const EVENTS = 100_000;
const CHANGES = 40;
const OVERRIDES = 10;
const AT_ONCE = 8;
const MOST_APPENDED = 500;
/** These are there at all instants that are asked for. */
const EARLY = 50;
const LOOK_EVERY_MS = 100;
const WARM_UP = 20;
const REQUESTS = 300;
const MOST_P99_MS = 200;
const NAME = 'original';

/** Streams of one flag and what belongs to it, with their events. */
type Life = ReadonlyMap<string, readonly NewEvent[]>;

/** What was true at random instants of a log of 100,000 events of commands, asked one after the other. */
export const timeTravelPart: Part = async (postgres, tell) => {
  const app = await startStandalone(postgres);
  const store = await PostgresEventStore.connect({ connectionString: app.databaseUrl });
  try {
    const world = await createWorld(app.admin);
    await answered(app.admin.api.POST('/v1/holdouts', { body: { key: 'held', share: '5' } }));
    await answered(app.admin.api.PUT('/v1/participation-limit', { body: { limit: 3 } }));
    const original = await live(world);
    const life = await lifeOf(store, original);
    const size = [...life.values()].reduce((sum, events) => sum + events.length, 0);
    const copies = Array.from({ length: Math.ceil(EVENTS / size) }, (_, index) => `copy_${index}`);
    tell(`copying ${size} events ${copies.length} times`);
    const early = copies.slice(0, EARLY);
    const { ids } = await fill(store, life, original.id, early);
    const from = Date.now();
    const { last } = await fill(store, life, original.id, copies.slice(EARLY));
    await projected(app, last);
    tell(`filled and projected in ${((Date.now() - from) / 1000).toFixed(0)} s`);
    const asked = questions(world, early, ids);
    const figures: Figure[] = [];
    for (const [what, ask] of Object.entries(asked)) figures.push(await timesOf(what, ask, from, Date.now()));
    return figures;
  } finally {
    await store.close();
    await app.stop();
  }
};

/** A flag with many changes, overrides and an experiment that was paused and resumed. */
async function live(world: World): Promise<{ readonly id: string; readonly flag: string }> {
  const { owner } = world;
  await answered(owner.api.POST('/v1/groups', { body: { key: NAME, subjects: ['customer-1', 'customer-2'] } }));
  const experiment = await startExperiment(world, NAME, { threshold: '0.9', action: 'notify' });
  const flag = { params: { path: { key: experiment.flag } } };
  const step = { params: { path: { id: experiment.id } }, body: {} };
  for (let change = 0; change < CHANGES; change += 1) {
    await answered(owner.api.PATCH('/v1/flags/{key}', { ...flag, body: { description: `${change}` } }));
    await answered(owner.api.POST(`/v1/flags/{key}/${change % 2 === 0 ? 'disable' : 'enable'}`, flag));
    await answered(owner.api.POST(`/v1/experiments/{id}/${change % 2 === 0 ? 'pause' : 'resume'}`, step));
    const subjects = [`customer-${change}`];
    await answered(owner.api.PATCH('/v1/groups/{key}', { params: { path: { key: NAME } }, body: { add: subjects } }));
  }
  for (let subject = 0; subject < OVERRIDES; subject += 1) {
    const body = { flag: experiment.flag, group: NAME, variant: 'treatment', experiment: experiment.id };
    await answered(owner.api.POST('/v1/overrides', { body }));
  }
  return experiment;
}

async function lifeOf(store: EventStore, { id, flag }: { readonly id: string; readonly flag: string }): Promise<Life> {
  const streamPrefixes = ['flag-', 'flag_environment-', 'experiment-', 'override-', 'group-'];
  const found = new Map<string, NewEvent[]>();
  for await (const message of store.subscribe({ filter: { streamPrefixes } })) {
    if (message.kind === 'caught_up') break;
    if (message.kind !== 'event') continue;
    const { stream, type, data, metadata } = message.event;
    const known = found.get(stream) ?? [];
    if (
      !JSON.stringify([stream, data]).includes(NAME) &&
      !stream.includes(id) &&
      !stream.includes(flag) &&
      known.length === 0
    )
      continue;
    found.set(stream, [...known, { id: message.event.id, type, data, metadata }]);
  }
  return found;
}

/** The same life again under each name, with ids of its own. @returns the ids of the experiments, and the last position */
async function fill(
  store: EventStore,
  life: Life,
  experiment: string,
  copies: readonly string[],
): Promise<{ readonly ids: readonly string[]; readonly last: Position | undefined }> {
  const made: string[] = [];
  let last: Position | undefined;
  await timed(copies, AT_ONCE, async (name) => {
    const id = randomUUID();
    made.push(id);
    const ids = new Map([[experiment, id]]);
    for (const stream of life.keys())
      if (stream.startsWith('override-')) ids.set(stream.slice(stream.indexOf(':') + 1), randomUUID());
    const renamed = (text: string): string =>
      [...ids].reduce((all, [old, next]) => all.replaceAll(old, next), text.replaceAll(NAME, name));
    for (const [stream, events] of life) {
      const copied = events.map((event): NewEvent => ({
        // The cast is safe, because only texts within the event change.
        ...(JSON.parse(renamed(JSON.stringify(event))) as NewEvent),
        id: randomUUID(),
      }));
      for (let done = 0; done < copied.length; done += MOST_APPENDED) {
        const expected = done === 0 ? 'no_stream' : done - 1;
        const part = copied.slice(done, done + MOST_APPENDED);
        last = laterOf(last, (await store.append(renamed(stream), part, { expected })).position);
      }
    }
  });
  return { ids: made, last };
}

/** Waits until the read model of everything that commands manage has passed the position. */
async function projected({ admin }: Standalone, wanted: Position | undefined): Promise<void> {
  for (;;) {
    const { items } = await answered(admin.api.GET('/v1/operations/projections'));
    const position = items.find((item) => item.projection === 'management')?.position;
    if (wanted === undefined || (position && hasReached(parsePosition(position), wanted))) return;
    await sleep(LOOK_EVERY_MS);
  }
}

type Ask = (at: string) => Promise<unknown>;

function questions(
  { owner }: World,
  names: readonly string[],
  experiments: readonly string[],
): Readonly<Record<string, Ask>> {
  const any = (choices: readonly string[]): string => choices[Math.floor(Math.random() * choices.length)] ?? NAME;
  return {
    'one experiment': (at) => owner.getText(`/v1/experiments/${any(experiments)}?at=${at}`),
    'one flag': (at) => owner.getText(`/v1/flags/flag_${any(names)}?at=${at}`),
    'one group': (at) => owner.getText(`/v1/groups/${any(names)}?at=${at}`),
    'a list of 50 experiments': (at) => owner.getText(`/v1/experiments?at=${at}`),
    'a list of 50 flags': (at) => owner.getText(`/v1/flags?at=${at}`),
    'a list of 50 overrides': (at) => owner.getText(`/v1/overrides?at=${at}`),
    'an explanation': (at) => {
      const body = { flag: `flag_${any(names)}`, subjectId: 'customer-1', attributes: { country: 'NL' } };
      return owner.postText(`/v1/decide/explain?at=${at}`, JSON.stringify(body));
    },
  };
}

async function timesOf(what: string, ask: Ask, from: number, to: number): Promise<Figure> {
  const times: number[] = [];
  for (let request = 0; request < WARM_UP + REQUESTS; request += 1) {
    const at = new Date(from + Math.random() * (to - from)).toISOString();
    const startedAt = performance.now();
    await ask(at);
    times.push(performance.now() - startedAt);
  }
  const measured = times.slice(WARM_UP);
  const p99 = percentile(measured, 0.99);
  return {
    figure: `Time travel: ${what} at random instants of ${whole(EVENTS)} domain events`,
    measured: `p50 ${percentile(measured, 0.5).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
    processor: null,
    baseline: null,
    ratio: null,
    floor: `p99 ≤ ${MOST_P99_MS} ms`,
    met: p99 <= MOST_P99_MS,
  };
}
