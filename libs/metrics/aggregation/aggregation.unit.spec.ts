import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TelemetryBatch, TelemetryItem } from '../../events/index.js';
import type { Experiment, Run } from '../../experiments/index.js';
import type { Metric } from '../metric.js';
import { aggregateBatch, type Subjects } from './aggregate-batch.js';
import { AggregateDeltas, type Deltas } from './deltas.js';
import { runAt } from './runs.js';

const time = (second: number): string => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
const runs: readonly Run[] = [
  { run: 1, phase: 1, from: time(100), to: time(200) },
  { run: 2, phase: 2, from: time(300), to: null },
];
const experiment = { id: 'e', runs, completedAt: time(900) } as unknown as Experiment;
const metrics: readonly Metric[] = [
  {
    key: 'rate',
    version: 1,
    name: '',
    direction: 'lower_is_better',
    rule: { kind: 'ratio', numeratorEvent: 'crash', denominatorEvent: 'seen' },
  },
  { key: 'conv', version: 1, name: '', direction: 'higher_is_better', rule: { kind: 'conversion', event: 'buy' } },
];
const variantOf = (subject: string): string => (subject < 's3' ? 'a' : 'b');

const anItem = fc
  .record({
    type: fc.constantFrom('seen', 'crash', 'buy', 'other'),
    subject: fc.constantFrom('s1', 's2', 's3', 's4'),
    at: fc.integer({ min: 0, max: 1_000 }),
    phase: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ type, subject, at, phase }) => ({
    type,
    exposure: type === 'seen',
    subject,
    at: time(at),
    experiment: 'e',
    phase,
    variant: variantOf(subject),
    counted: true,
    hash: '',
  }));

const items = fc
  .array(anItem, { maxLength: 60 })
  .map((list) => list.map((item, n): TelemetryItem => ({ ...item, id: `i${n}` })));

/** All rows that are not zero, sorted. */
function aggregate(batches: readonly (readonly TelemetryItem[])[]): Record<string, string[]> {
  const deltas = new AggregateDeltas();
  const subjects: Subjects = new Map();
  const seen = new Set<string>();
  for (const batch of batches) {
    const data: TelemetryBatch = { receivedAt: time(5_000), items: batch };
    const isFresh = ({ id }: TelemetryItem): boolean => !seen.has(id) && Boolean(seen.add(id));
    aggregateBatch(data, isFresh, (id) => (id === 'e' ? { experiment, metrics } : undefined), subjects, deltas);
  }
  const rows = (table: Deltas): string[] =>
    [...table.changed()].map(({ key, values }) => `${key.join(' ')}: ${values.join(' ')}`).sort();
  return {
    moments: rows(deltas.moments),
    exposures: rows(deltas.exposures),
    series: rows(deltas.series),
    windows: rows(deltas.windows),
    tails: rows(deltas.tails),
  };
}

/** The same from the list at once, the slow and obvious way. */
function naive(list: readonly TelemetryItem[]): Record<string, string[]> {
  const rows: Record<string, Map<string, number[]>> = {
    moments: new Map(),
    exposures: new Map(),
    series: new Map(),
    windows: new Map(),
    tails: new Map(),
  };
  const add = (table: string, key: string, values: number[]): void => {
    const row = rows[table]?.get(key) ?? values.map(() => 0);
    rows[table]?.set(
      key,
      row.map((value, n) => value + (values[n] ?? 0)),
    );
  };
  const seconds = (item: TelemetryItem): number => Date.parse(item.at) / 1000;
  const bucket = (item: TelemetryItem): number => Math.floor(seconds(item) / 10) * 10;
  const run = (item: TelemetryItem): number | null => runAt(runs, Date.parse(item.at));
  const counted = list.filter((item) => item.at <= time(900));
  list.filter((item) => item.at > time(900)).forEach(() => add('tails', 'e', [1]));
  for (const item of counted) {
    const value = item.type === 'crash' ? [1, 0] : item.type === 'seen' ? [0, 1] : null;
    if (!value) continue;
    add('series', `e rate ${item.variant} ${bucket(item)}`, value);
    if (run(item) !== null) add('windows', `e ${run(item)} rate ${item.variant} ${bucket(item)}`, value);
  }
  for (const subject of new Set(counted.map((item) => item.subject))) {
    const own = counted.filter((item) => item.subject === subject);
    const exposures = own.filter((item) => item.exposure);
    const buys = own.filter((item) => item.type === 'buy');
    const phase = Math.min(...(exposures.length > 0 ? exposures : own).map((item) => item.phase));
    const variant = variantOf(subject);
    const [x, y] = [own.filter((item) => item.type === 'crash').length, exposures.length];
    if (x + y > 0) add('moments', `e rate ${variant} ${phase}`, [1, x, y, x * x, x * y, y * y]);
    if (exposures.length > 0) {
      add('exposures', `e ${variant} ${phase}`, [1]);
      const converted = buys.length > 0 ? 1 : 0;
      add('moments', `e conv ${variant} ${phase}`, [1, converted, 1, converted, converted, 1]);
      add('series', `e conv ${variant} ${Math.min(...exposures.map(bucket))}`, [0, 1]);
      if (converted) add('series', `e conv ${variant} ${Math.min(...buys.map(bucket))}`, [1, 0]);
    }
    for (const n of [1, 2]) {
      const within = own.filter((item) => run(item) === n);
      const buying = within.filter((item) => item.type === 'buy');
      if (within.length > 0) add('windows', `e ${n} conv ${variant} ${Math.max(...within.map(bucket))}`, [0, 1]);
      if (buying.length > 0) add('windows', `e ${n} conv ${variant} ${Math.max(...buying.map(bucket))}`, [1, 0]);
    }
  }
  return Object.fromEntries(
    Object.entries(rows).map(([table, map]) => [
      table,
      [...map]
        .filter(([, values]) => values.some((value) => value !== 0))
        .map(([key, values]) => `${key}: ${values.join(' ')}`)
        .sort(),
    ]),
  );
}

describe('aggregation', () => {
  it('equals the naive computation over the whole list', () => {
    fc.assert(
      fc.property(items, (list) => expect(aggregate([list])).toEqual(naive(list))),
      { numRuns: 1_000, seed: 7 },
    );
  });

  it('does not depend on order, batches or repetition', () => {
    fc.assert(
      fc.property(
        items,
        fc.integer({ min: 1, max: 9 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (list, size, chance) => {
          const dice = chance[Symbol.iterator]();
          const shuffled = [...list, ...list.slice(0, 10)]
            .map((item) => ({ item, key: Number(dice.next().value) }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item);
          const batches = Array.from({ length: Math.ceil(shuffled.length / size) }, (_, n) =>
            shuffled.slice(n * size, (n + 1) * size),
          );
          expect(aggregate(batches)).toEqual(aggregate([list]));
        },
      ),
      { numRuns: 500, seed: 8 },
    );
  });

  it('counts an event at its receipt where its clock is ahead', () => {
    const deltas = new AggregateDeltas();
    const item = {
      id: 'x',
      type: 'seen',
      exposure: true,
      subject: 's1',
      at: time(700),
      experiment: 'e',
      phase: 1,
      variant: 'a',
      counted: true,
      hash: '',
    };
    aggregateBatch(
      { receivedAt: time(400), items: [item] },
      () => true,
      () => ({ experiment, metrics }),
      new Map(),
      deltas,
    );
    expect([...deltas.series.changed()].map((row) => row.key[3])).toContain(Date.parse(time(400)) / 1000);
  });

  it("never counts an override's events", () => {
    const deltas = new AggregateDeltas();
    const item = {
      id: 'x',
      type: 'seen',
      exposure: true,
      subject: 's1',
      at: time(400),
      experiment: 'e',
      phase: 1,
      variant: 'a',
      counted: false,
      hash: '',
    };
    aggregateBatch(
      { receivedAt: time(400), items: [item] },
      () => true,
      () => ({ experiment, metrics }),
      new Map(),
      deltas,
    );
    expect([...deltas.series.changed(), ...deltas.moments.changed(), ...deltas.exposures.changed()]).toEqual([]);
  });

  it.each([
    [50, 1],
    [100, 1],
    [199, 1],
    [200, null],
    [299, null],
    [300, 2],
    [9_999, 2],
  ])('puts second %i into run %s', (second, run) => {
    expect(runAt(runs, Date.parse(time(second)))).toBe(run);
  });
});
