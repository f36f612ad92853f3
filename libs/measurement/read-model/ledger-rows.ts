import { Big } from 'big.js';
import type { EntityManager } from 'typeorm';
import { atVersion, type VersionedMetric } from '../../metrics/index.js';
import { dayOf } from '../aggregation/log-clock.js';
import { usesOf } from '../aggregation/metric-uses.js';
import { LEDGER_DAYS, type LedgerEntry, type LedgerUse, type LedgerUses } from '../aggregation/pre-exposure.js';
import { personKey } from '../aggregation/waiting.js';

/** The uses of event types in every version of a metric that asks for CUPED, from its definition on. */
export async function readLedgerUses(manager: EntityManager): Promise<LedgerUses> {
  const rows = await manager.query<{ state: VersionedMetric }[]>(
    `SELECT state FROM measured_metrics WHERE state::text LIKE '%"varianceReduction"%' ORDER BY key`,
  );
  const uses = new Map<string, LedgerUse[]>();
  for (const { state } of rows) {
    for (const { version, varianceReduction } of state.versions) {
      if (varianceReduction === undefined) continue;
      for (const [type, own] of usesOf([atVersion(state, version)])) {
        uses.set(type, [...(uses.get(type) ?? []), ...own.map((use) => ({ version, use }))]);
      }
    }
  }
  return uses;
}

/** Reads the ledger of these persons into `into`, by personKey. */
export async function readLedger(
  into: Map<string, LedgerEntry[]>,
  persons: readonly string[],
  manager: EntityManager,
): Promise<void> {
  if (persons.length === 0) return;
  const rows = await manager.query<LedgerRecord[]>(
    'SELECT environment, person, metric, version, day, x, y FROM ledger WHERE person = ANY ($1)',
    [persons],
  );
  for (const { environment, person, metric, version, day, x, y } of rows) {
    const key = personKey(environment, person);
    into.set(key, [...(into.get(key) ?? []), { metric, version, day, x: new Big(x), y: new Big(y) }]);
  }
}

interface LedgerRecord {
  readonly environment: string;
  readonly person: string;
  readonly metric: string;
  readonly version: number;
  readonly day: number;
  readonly x: string;
  readonly y: string;
}

/** Drops days that no first exposure can ask for any more. */
export async function pruneLedger(receivedAt: number, manager: EntityManager): Promise<void> {
  await manager.query('DELETE FROM ledger WHERE day < $1', [dayOf(receivedAt) - LEDGER_DAYS]);
}
