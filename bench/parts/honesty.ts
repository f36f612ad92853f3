import { GROUPS, type Group } from '../honesty/groups.js';
import { performAll } from '../honesty/pool.js';
import type { Row } from '../honesty/tables.js';

/** Texts of markdown by the titles of their tables. */
export type Tables = ReadonlyMap<string, string>;

/** The names of the tables, each of which can be made alone. */
export const HONESTY_TABLES = Object.keys(GROUPS);
/** The titles of the tables, in their order. */
export const HONESTY_TITLES = Object.values(GROUPS).map(({ title }) => title);

/**
 * Simulated experiments, looked at after every batch by the product's own functions: how often looks raise false alarms,
 * and how soon an effect is found. The seeds are fixed, so the same build gives the same figures.
 */
export async function measureHonesty(names: readonly string[], tell: (line: string) => void): Promise<Tables> {
  const tables = new Map<string, string>();
  for (const [name, group] of Object.entries(GROUPS)) {
    if (names.length > 0 && !names.includes(name)) continue;
    tables.set(group.title, markdown(await measure(group, (line) => tell(`${name}: ${line}`))));
  }
  return tables;
}

async function measure(group: Group, tell: (line: string) => void): Promise<readonly Row[]> {
  const jobs = group.rows.flatMap((row) => row.jobs);
  const startedAt = performance.now();
  const results = await performAll(jobs, (finished) => {
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
    if (finished % 8 === 0 || finished === jobs.length) tell(`${finished} of ${jobs.length} parts, ${seconds} s`);
  });
  let taken = 0;
  const byRow = group.rows.map((row) => results.slice(taken, (taken += row.jobs.length)));
  const rows = group.table(byRow);
  for (const { cells, failures } of rows)
    if (failures.length > 0) tell(`not as promised: ${cells['Case']} (${failures.join(', ')})`);
  return rows;
}

function markdown(rows: readonly Row[]): string {
  const titles = Object.keys(rows[0]?.cells ?? {});
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(titles),
    line(titles.map(() => '---')),
    ...rows.map(({ cells }) => line(titles.map((title) => cells[title] ?? '–'))),
  ].join('\n');
}
