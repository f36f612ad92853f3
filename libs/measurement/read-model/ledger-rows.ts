import { Big } from 'big.js';
import type { EntityManager } from 'typeorm';
import { rowsByKeys } from '../../projections/index.js';
import { atVersion, partsOf, propertiesOf, type MetricRule, type VersionedMetric } from '../../metrics/index.js';
import { dayOf } from '../aggregation/log-clock.js';
import { usesOf } from '../aggregation/metric-uses.js';
import { LEDGER_DAYS, type LedgerEntry, type LedgerUse, type LedgerUses } from '../aggregation/ledger.js';
import { personKey } from '../aggregation/waiting.js';

/** What all metrics ask for, of events that no experiment has taken yet. */
export interface MetricNeeds {
  /** The uses of event types in every version of a metric that asks for CUPED, from its definition on. */
  readonly ledgerUses: LedgerUses;
  /** Names of the properties that conditions read, also of metrics that the log defines only later. */
  readonly conditional: ReadonlySet<string>;
}

export async function readMetricNeeds(manager: EntityManager): Promise<MetricNeeds> {
  const rows = await manager.query<{ state: VersionedMetric; known: boolean }[]>(
    `SELECT state::json, true AS known FROM measured_metrics
       WHERE state::text LIKE '%"varianceReduction"%' OR state::text LIKE '%"where"%'
     UNION ALL SELECT state::json, false FROM foreknown_metrics WHERE state::text LIKE '%"where"%'`,
  );
  const ledgerUses = new Map<string, LedgerUse[]>();
  const conditional = new Set<string>();
  for (const { state, known } of rows.sort((one, other) => (one.state.key < other.state.key ? -1 : 1))) {
    for (const { version, rule, varianceReduction } of state.versions) {
      for (const name of conditionalIn(rule)) conditional.add(name);
      if (varianceReduction === undefined || !known) continue;
      for (const [type, own] of usesOf([atVersion(state, version)])) {
        ledgerUses.set(type, [...(ledgerUses.get(type) ?? []), ...own.map((use) => ({ version, use }))]);
      }
    }
  }
  return { ledgerUses, conditional };
}

function conditionalIn(rule: MetricRule): string[] {
  const { numerator, denominator } = partsOf(rule);
  return [numerator, ...(denominator ? [denominator] : [])].flatMap((part) => (part.where ? propertiesOf(part) : []));
}

/** Reads the ledger of these persons into `into`, by personKey. */
export async function readLedger(
  into: Map<string, LedgerEntry[]>,
  persons: readonly string[],
  manager: EntityManager,
): Promise<void> {
  if (persons.length === 0) return;
  const rows = await manager.query<LedgerRecord[]>(
    rowsByKeys('ledger', 'environment, person, metric, version, day, x, y', { person: '$1::text[]' }),
    [persons],
  );
  for (const { environment, person, metric, version, day, x, y } of rows) {
    const key = personKey(environment, person);
    const entry = { metric, version, day, x: new Big(x), y: new Big(y) };
    const known = into.get(key);
    if (known) known.push(entry);
    else into.set(key, [entry]);
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
