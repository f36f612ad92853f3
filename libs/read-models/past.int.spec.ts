import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Driven } from '../../test/oracle/driven.js';
import { Log } from '../../test/oracle/play.js';
import { createDatabase, type TestDatabase } from '../../test/support/database.js';
import { Random } from '../../test/support/random.js';
import type { Aggregate } from '../event-sourcing/aggregate.js';
import { decodeFor } from '../event-sourcing/aggregate.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { metadataOf } from '../event-sourcing/recorded-event.js';
import type { StoredEvent } from '../event-store/index.js';
import { experimentAggregate } from '../experiments/index.js';
import { EXPERIMENTS } from '../experiments/read-model/index.js';
import { flagAggregate } from '../flags/index.js';
import { FLAGS } from '../flags/read-model/index.js';
import { minPositionOf, type Wanted } from '../platform/reading.js';
import {
  refuseInQuery,
  TimeTravel,
  type ManagementReadModel,
  type StateRow,
  type Versions,
} from '../projections/index.js';
import { holdoutAggregate } from '../subjects/index.js';
import { HOLDOUTS } from '../subjects/read-model/index.js';
import { managementDefinition } from './management.js';

const START = Date.UTC(2026, 0, 1);
const EVENTS = 300;
const THINGS = 4;
// Each table by the prefix of its streams. Only what all rows have is read.
const TABLES: Readonly<Record<string, Versions<StateRow<unknown>>>> = {
  'experiment-': EXPERIMENTS,
  'flag-': FLAGS,
  'holdout-': HOLDOUTS,
};
const READING = { minPosition: undefined, isStale: () => undefined, isAsOf: () => undefined };

describe('the past in the management read model', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  it.each([1, 2, 3])(
    'is the fold of what the log had by then, whatever the clocks of its servers said (seed %i)',
    async (seed) => {
      const random = new Random(seed);
      const events = randomEvents(random);
      const driven = await Driven.create(database, `past_${seed}`, managementDefinition);
      const cuts = Array.from({ length: 20 }, () => 1 + Math.floor(random.next() * 12));
      await driven.apply(events, cuts, [1, 3]);
      const times = [...new Set(events.map(({ recordedAt }) => Date.parse(recordedAt)))];
      // Every time of an event and its neighbours, and times between.
      const instants = times.flatMap((time) => [time - 1, time, time + 1]);
      for (const instant of instants) {
        const known = knownAt(events, instant);
        let position: string | undefined;
        const asOf = travel(driven).toInstant(
          instant,
          { ...READING, isAsOf: (given) => (position = given) },
          refuseInQuery,
        );
        if (known.length === 0) {
          await expect(asOf).rejects.toMatchObject({ status: 400, code: 'out_of_range' });
          continue;
        }
        const state = await asOf;
        expect(position).toBe(known.at(-1)?.position);
        const lists = await Promise.all(Object.values(TABLES).map((versions) => state.all(versions, [])));
        const found = new Map(
          lists.flat().map((row) => [row.stream, { state: row.state, revision: Number(row.revision) }]),
        );
        expect(found).toEqual(folded(known));
        for (const [stream, { revision }] of found) {
          const versions = TABLES[stream.slice(0, stream.indexOf('-') + 1)] ?? FLAGS;
          expect(Number((await state.one(versions, stream, { kind: 'thing', key: stream })).revision)).toBe(revision);
        }
      }
      await driven.source.destroy();
    },
  );

  it('waits for what the log has, if no later event is known', async () => {
    const driven = await Driven.create(database, 'past_waits', managementDefinition);
    const log = new Log();
    const first = flagEvents(log, 0, START);
    const later = [log.next('flag-f0', 'flag_described', { description: 'later' }, START + 10)];
    await driven.apply(first, [1]);
    const wanted: unknown[] = [];
    const model = {
      current: async (reading: Wanted) => {
        const minPosition = minPositionOf(reading);
        wanted.push(minPosition);
        if (minPosition !== undefined && wanted.length === 2) await driven.apply(later, [1]);
        return driven.source;
      },
    };
    const state = await travel(driven, model, later[0]).toInstant(START + 20, READING, refuseInQuery);
    expect(await state.one(FLAGS, 'flag-f0', { kind: 'flag', key: 'f0' })).toMatchObject({
      state: { description: 'later' },
    });
    expect(wanted).toEqual([undefined, later[0]?.position]);
    await driven.source.destroy();
  });
});

function travel({ source }: Driven, model?: Pick<ManagementReadModel, 'current'>, last?: StoredEvent): TimeTravel {
  const read = model ?? { current: () => Promise.resolve(source) };
  return new TimeTravel(read, { head: () => Promise.resolve(last?.position) }, { now: () => new Date(START + 1e9) });
}

/** Clocks differ by some milliseconds, stand still, and one is set back by seconds. */
function randomEvents(random: Random): StoredEvent[] {
  const log = new Log();
  const events: StoredEvent[] = [];
  let now = START;
  for (let index = 0; events.length < EVENTS; index += 1) {
    now += Math.floor(random.next() * 4) + (random.chance(0.05) ? 500 : 0) - (random.chance(0.02) ? 2_000 : 0);
    const at = now - Math.floor(random.next() * 6);
    const thing = Math.floor(random.next() * THINGS);
    events.push(...(index < THINGS ? flagEvents(log, index, at) : [anyEvent(log, thing, at, random)]));
  }
  return events;
}

function flagEvents(log: Log, index: number, at: number): StoredEvent[] {
  const flag = { key: `f${index}`, type: 'string', variants: {}, default: 'old', defaultVariant: null, rules: [] };
  const labels = { description: '', tags: [], owner: '', metadata: {}, clientVisible: false };
  return [log.next(`flag-f${index}`, 'flag_created', { ...flag, ...labels }, at)];
}

function anyEvent(log: Log, thing: number, at: number, random: Random): StoredEvent {
  const id = `00000000-0000-4000-8000-00000000000${thing}`;
  const experiment = `experiment-production:${id}`;
  const holdout = `holdout-production:h${thing}`;
  const next = (stream: string, type: string, data: object): StoredEvent => log.next(stream, type, data, at);
  const chosen = Math.floor(random.next() * 5);
  if (chosen === 0)
    return next(experiment, 'experiment_drafted', { id, environment: 'production', key: `e${thing}`, flag: 'f0' });
  if (chosen === 1) return next(experiment, 'experiment_deleted', {});
  if (chosen === 2) return next(holdout, 'holdout_end_changed', { endAt: new Date(at + 1).toISOString() });
  if (chosen === 3)
    return next(holdout, 'holdout_created', { key: `h${thing}`, environment: 'production', endAt: null });
  return next(`flag-f${thing}`, 'flag_described', { description: `at ${at}` });
}

/** The log up to the first event that was recorded later. */
function knownAt(events: readonly StoredEvent[], instant: number): readonly StoredEvent[] {
  const next = events.findIndex(({ recordedAt }) => Date.parse(recordedAt) > instant);
  return next < 0 ? events : events.slice(0, next);
}

interface Folded {
  readonly state: unknown;
  readonly revision: number;
}

/** By stream, without those that have no state. */
function folded(events: readonly StoredEvent[]): ReadonlyMap<string, Folded> {
  const found = new Map<string, Folded>();
  for (const event of events) {
    const { stream, revision } = event;
    if (stream.startsWith('flag-')) found.set(stream, { state: after(flagAggregate, found, event), revision });
    else if (stream.startsWith('holdout-'))
      found.set(stream, { state: after(holdoutAggregate, found, event), revision });
    else found.set(stream, { state: after(experimentAggregate, found, event), revision });
  }
  return new Map([...found].filter(([, { state }]) => state !== null));
}

function after<State, Event extends DomainEvent<string, unknown>>(
  aggregate: Aggregate<State, Event>,
  found: ReadonlyMap<string, Folded>,
  event: StoredEvent,
): State {
  // The cast is safe, because a stream is folded by one aggregate.
  const before = (found.get(event.stream)?.state ?? aggregate.initialState) as State;
  return aggregate.evolve(before, decodeFor(aggregate, event), metadataOf(event));
}
