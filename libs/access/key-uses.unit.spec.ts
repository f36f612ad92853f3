import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../platform/logging/logger.js';
import { KeyUses } from './key-uses.js';

const HOUR_MS = 3_600_000;

describe('the last use of keys', () => {
  function kept() {
    let now = 100 * HOUR_MS + 5;
    let isAway = false;
    const table = new Map<string, number>();
    const writes: (readonly (readonly [string, number])[])[] = [];
    const uses = new KeyUses(
      {
        write: async (rows) => {
          if (isAway) throw new Error('away');
          writes.push(rows);
          for (const [key, at] of rows) table.set(key, at);
        },
        of: async () => new Map(table),
      },
      { now: () => new Date(now) },
      createLogger('test', 'silent'),
    );
    const shown = async (key: string) => (await uses.of([key]))(key);
    return { uses, writes, shown, pass: (ms: number) => (now += ms), away: (is: boolean) => (isAway = is) };
  }

  it('is shown at once, and written once an hour however often a key is used', async () => {
    const { uses, writes, shown, pass } = kept();
    expect(await shown('k')).toBeNull();
    for (let n = 0; n < 1_000; n += 1) uses.note('k');
    expect(await shown('k')).toBe(new Date(100 * HOUR_MS).toISOString());
    await uses.write();
    pass(60_000);
    uses.note('k');
    await uses.write();
    expect(writes).toEqual([[['k', 100 * HOUR_MS]]]);
    pass(HOUR_MS);
    uses.note('k');
    await uses.write();
    expect(writes).toHaveLength(2);
    expect(await shown('k')).toBe(new Date(101 * HOUR_MS).toISOString());
  });

  it('is kept while the database is away', async () => {
    const { uses, writes, shown, away } = kept();
    away(true);
    uses.note('k');
    await uses.write();
    expect(await shown('k')).not.toBeNull();
    away(false);
    await uses.write();
    expect(writes).toHaveLength(1);
  });
});
