import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLogger } from '../../platform/logging/logger.js';
import type { ReceivedMinute, ReceivedSum } from '../read-model/index.js';
import { MINUTE_MS, ReceivedCounts } from './received-counts.js';

const START = Date.UTC(2026, 0, 1);
const HOUR_MS = 60 * MINUTE_MS;

/** The table of all processes, in memory. It may fail. */
class Table {
  readonly rows = new Map<string, ReceivedMinute & { readonly writer: string }>();
  writes = 0;
  isAway = false;

  /** The table as one process sees it. */
  as(writer: string) {
    return {
      write: (minutes: readonly ReceivedMinute[]): Promise<void> => {
        if (this.isAway) return Promise.reject(new Error('away'));
        this.writes += 1;
        for (const each of minutes)
          this.rows.set(`${writer} ${each.environment} ${each.eventType} ${each.minute}`, { ...each, writer });
        return Promise.resolve();
      },
      ofOthers: (environment: string, eventTypes: readonly string[], since: number) => {
        const sums = new Map<string, ReceivedSum>();
        for (const row of this.rows.values()) {
          if (row.environment !== environment || !eventTypes.includes(row.eventType)) continue;
          const { accepted, rejected, lastAt } = sums.get(row.eventType) ?? { accepted: 0, rejected: 0, lastAt: 0 };
          const isCounted = row.writer !== writer && row.minute >= since;
          sums.set(row.eventType, {
            accepted: accepted + (isCounted ? row.accepted : 0),
            rejected: rejected + (isCounted ? row.rejected : 0),
            lastAt: Math.max(lastAt, row.lastAt),
          });
        }
        return Promise.resolve(sums);
      },
    };
  }
}

const process = (table: Table, writer: string): ReceivedCounts =>
  new ReceivedCounts(table.as(writer), createLogger('test', 'silent'));

const of = async (counts: ReceivedCounts, now: number, environment = 'production') =>
  (await counts.of(environment, ['a'], now))('a');

describe('the numbers of received events', () => {
  it('are those of the last 60 minutes, at once in the process that received them, later in the others', async () => {
    const table = new Table();
    const [one, other] = [process(table, 'one'), process(table, 'other')];
    for (let count = 0; count < 1_000; count += 1) one.note('production', 'a', 'accepted', START + count);
    one.note('production', 'a', 'rejected', START + MINUTE_MS);
    one.note('staging', 'a', 'accepted', START);
    const lastAt = new Date(START + MINUTE_MS).toISOString();
    expect(await of(one, START + MINUTE_MS)).toEqual({ accepted: 1_000, rejected: 1, lastAt });
    expect(await of(other, START + MINUTE_MS)).toEqual({ accepted: 0, rejected: 0, lastAt: null });
    await one.write();
    expect(table.writes).toBe(1);
    expect(await of(other, START + MINUTE_MS)).toEqual({ accepted: 1_000, rejected: 1, lastAt });
    expect(await of(other, START + HOUR_MS)).toEqual({ accepted: 0, rejected: 1, lastAt });
    expect(await of(one, START + HOUR_MS)).toEqual({ accepted: 0, rejected: 1, lastAt });
    expect(await of(one, START + 2 * HOUR_MS)).toEqual({ accepted: 0, rejected: 0, lastAt });
    await one.write();
    expect(table.writes).toBe(1);
  });

  it('are the same after any failures of the database, at any times', async () => {
    const step = fc.record({
      by: fc.constantFrom(0, 1),
      status: fc.constantFrom('accepted' as const, 'rejected' as const),
      later: fc.constantFrom(0, 1, MINUTE_MS / 2, MINUTE_MS, 25 * MINUTE_MS, 3 * HOUR_MS),
      then: fc.constantFrom('nothing', 'write', 'fail'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const table = new Table();
        const processes = [process(table, 'one'), process(table, 'other')];
        const noted: { readonly status: 'accepted' | 'rejected'; readonly at: number }[] = [];
        let now = START;
        for (const { by, status, later, then } of steps) {
          now += later;
          processes[by]?.note('production', 'a', status, now);
          noted.push({ status, at: now });
          table.isAway = then === 'fail';
          if (then !== 'nothing') await processes[by]?.write();
        }
        table.isAway = false;
        for (const each of processes) await each.stop();
        const since = now - (now % MINUTE_MS) - HOUR_MS + MINUTE_MS;
        const recent = noted.filter(({ at }) => at >= since);
        const expected = {
          accepted: recent.filter(({ status }) => status === 'accepted').length,
          rejected: recent.filter(({ status }) => status === 'rejected').length,
          lastAt: noted.length === 0 ? null : new Date(now).toISOString(),
        };
        for (const each of [...processes, process(table, 'third')]) expect(await of(each, now)).toEqual(expected);
      }),
    );
  });

  it('take no more memory than 10,000 types', async () => {
    const table = new Table();
    const counts = process(table, 'one');
    for (let index = 0; index < 10_010; index += 1) counts.note('production', `t${index}`, 'accepted', START);
    await counts.write();
    expect(table.rows.size).toBe(10_000);
  });
});
