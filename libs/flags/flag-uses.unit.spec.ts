import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLogger } from '../platform/logging/logger.js';
import { FlagUses } from './flag-uses.js';
import type { FlagUse } from './read-model/index.js';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);

/** A table in memory, which may fail. */
class Table {
  readonly writes: (readonly FlagUse[])[] = [];
  isAway = false;

  write(uses: readonly FlagUse[]): Promise<void> {
    if (this.isAway) return Promise.reject(new Error('away'));
    this.writes.push(uses);
    return Promise.resolve();
  }

  get rows(): FlagUse[] {
    return this.writes.flat();
  }
}

function started(): { readonly table: Table; readonly uses: FlagUses } {
  const table = new Table();
  return { table, uses: new FlagUses(table, createLogger('test', 'silent')) };
}

describe('the uses of flags', () => {
  it('are written once an hour for each flag and environment, however often it is asked for', async () => {
    const { table, uses } = started();
    for (let count = 0; count < 1_000; count += 1) uses.note('production', 'a', START + count);
    uses.note('staging', 'a', START + 5);
    expect([...uses.unwrittenIn('production')]).toEqual([['a', START]]);
    await uses.write();
    uses.note('production', 'a', START + HOUR - 1);
    await uses.write();
    expect(table.rows).toEqual([
      { environment: 'production', flag: 'a', at: START },
      { environment: 'staging', flag: 'a', at: START },
    ]);
    expect([...uses.unwrittenIn('production')]).toEqual([]);
    uses.note('production', 'a', START + HOUR);
    await uses.stop();
    expect(table.rows).toHaveLength(3);
    expect(table.rows.at(-1)).toEqual({ environment: 'production', flag: 'a', at: START + HOUR });
  });

  it('wait for the database, with the latest hour of each', async () => {
    const { table, uses } = started();
    table.isAway = true;
    for (let hour = 0; hour < 3; hour += 1) {
      uses.note('production', 'a', START + hour * HOUR);
      await uses.write();
    }
    expect([...uses.unwrittenIn('production')]).toEqual([['a', START + 2 * HOUR]]);
    table.isAway = false;
    await uses.write();
    expect(table.writes).toEqual([[{ environment: 'production', flag: 'a', at: START + 2 * HOUR }]]);
  });

  it('take no more memory than 100,000 flags an hour', async () => {
    const { table, uses } = started();
    for (let index = 0; index < 100_010; index += 1) uses.note('production', `f${index}`, START);
    await uses.write();
    expect(table.rows).toHaveLength(100_000);
  });

  it('say the last hour of every flag, whatever fails between', async () => {
    const step = fc.record({
      flag: fc.constantFrom('a', 'b', 'c'),
      later: fc.constantFrom(0, 1, HOUR / 2, HOUR, 5 * HOUR),
      then: fc.constantFrom('nothing', 'write', 'fail'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { table, uses } = started();
        const expected = new Map<string, number>();
        let now = START;
        for (const { flag, later, then } of steps) {
          now += later;
          uses.note('production', flag, now);
          expected.set(flag, now - (now % HOUR));
          table.isAway = then === 'fail';
          if (then !== 'nothing') await uses.write();
        }
        table.isAway = false;
        await uses.stop();
        const written = new Map<string, number>();
        for (const { flag, at } of table.rows) written.set(flag, Math.max(at, written.get(flag) ?? 0));
        expect(written).toEqual(expected);
      }),
    );
  });
});
