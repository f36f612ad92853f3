import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLogger } from '../../platform/logging/logger.js';
import type { StoredRejection } from '../read-model/index.js';
import { Rejections } from './rejections.js';

const START = Date.UTC(2026, 0, 1);

/** The table of all processes, in memory. It may fail. */
class Table {
  readonly rows = new Map<string, StoredRejection>();
  isAway = false;

  /** The table as one process sees it. */
  as(writer: string) {
    return {
      writer,
      write: (rejections: readonly StoredRejection[]): Promise<void> => {
        if (this.isAway) return Promise.reject(new Error('away'));
        for (const each of rejections) this.rows.set(`${each.writer} ${each.number}`, each);
        return Promise.resolve();
      },
      of: (environment: string, eventType: string) =>
        Promise.resolve(
          [...this.rows.values()].filter((row) => row.environment === environment && row.eventType === eventType),
        ),
    };
  }
}

const process = (table: Table, writer: string): Rejections =>
  new Rejections(table.as(writer), createLogger('test', 'silent'));
const rejectionAt = (at: number, isKnown = true) => ({
  ...{ at, isKnown },
  ...({ code: 'invalid_properties', pointer: '/properties' } as const),
});
const times = async (rejections: Rejections, eventType = 'a'): Promise<number[]> =>
  (await rejections.of('production', eventType)).map(({ at }) => at);

describe('rejections', () => {
  it('are the last hundred of a type and environment, the newest first', async () => {
    const one = process(new Table(), 'one');
    for (let count = 0; count < 250; count += 1) one.note('production', 'a', rejectionAt(START + count));
    one.note('staging', 'a', rejectionAt(START));
    one.note('production', 'b', rejectionAt(START));
    expect(await times(one)).toEqual(Array.from({ length: 100 }, (_, index) => START + 249 - index));
  });

  it('of all processes are the same everywhere once all have written, whatever failed between', async () => {
    const step = fc.record({
      by: fc.constantFrom(0, 1),
      times: fc.constantFrom(1, 40, 130),
      then: fc.constantFrom('nothing', 'write', 'fail'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
        const table = new Table();
        const processes = [process(table, 'one'), process(table, 'other')];
        const noted: number[] = [];
        for (const { by, times: count, then } of steps) {
          for (let index = 0; index < count; index += 1) {
            const at = START + noted.length;
            processes[by]?.note('production', 'a', rejectionAt(at));
            noted.push(at);
          }
          table.isAway = then === 'fail';
          if (then !== 'nothing') await processes[by]?.write();
        }
        table.isAway = false;
        for (const each of processes) await each.stop();
        const last = noted.slice(-100).toReversed();
        for (const each of [...processes, process(table, 'third')]) expect(await times(each)).toEqual(last);
      }),
      { numRuns: 50 },
    );
  });

  it('of made-up types leave room for those of known ones', async () => {
    const table = new Table();
    table.isAway = true;
    const one = process(table, 'one');
    for (let index = 0; index < 10_000; index += 1)
      one.note('production', `made-up-${index}`, rejectionAt(START, false));
    one.note('production', 'a', rejectionAt(START));
    table.isAway = false;
    await one.write();
    expect(table.rows.size).toBe(2_001);
    expect(await times(one)).toEqual([START]);
  });
});
