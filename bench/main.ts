import { loadavg } from 'node:os';
import type { Figure, Part } from './figure.js';
import { auditExportPart } from './parts/audit-export.js';
import { breachPart } from './parts/breach.js';
import { brokenReceiversPart } from './parts/broken-receivers.js';
import { decidePart } from './parts/decide.js';
import { decisionsPart } from './parts/decisions.js';
import { HONESTY_TABLES, HONESTY_TITLES, measureHonesty } from './parts/honesty.js';
import { featuresPart } from './parts/features.js';
import { historyPart } from './parts/history.js';
import { memoryPart } from './parts/memory.js';
import { notificationsPart } from './parts/notifications.js';
import { resultsPart } from './parts/results.js';
import { telemetryPart } from './parts/telemetry.js';
import { timeTravelPart } from './parts/time-travel.js';
import { report } from './report.js';
import { writeHonesty, writeResults } from './results-file.js';
import { startPostgres } from './support/database.js';

const PARTS: Readonly<Record<string, Part>> = {
  memory: memoryPart,
  decide: decidePart,
  decisions: decisionsPart,
  telemetry: telemetryPart,
  features: featuresPart,
  history: historyPart,
  results: resultsPart,
  'audit-export': auditExportPart,
  'time-travel': timeTravelPart,
  breach: breachPart,
  notifications: notificationsPart,
  'broken-receivers': brokenReceiversPart,
};

/**
 * `npm run bench` measures all parts but honesty, `npm run bench -- decide` one. `npm run bench -- honesty` simulates
 * experiments, which takes minutes; `-- honesty margins` makes one of its tables. `--write` also writes bench/RESULTS.md.
 */
async function main(words: readonly string[]): Promise<void> {
  const write = words.includes('--write');
  const names = words.filter((word) => word !== '--write');
  await (names[0] === 'honesty' ? simulate(names.slice(1), write) : measure(names, write));
}

async function simulate(names: readonly string[], write: boolean): Promise<void> {
  refuseUnknown(names, HONESTY_TABLES);
  const tables = await measureHonesty(names, (line) => tell('honesty', line));
  for (const [title, table] of tables) process.stdout.write(`\n### ${title}\n\n${table}\n`);
  if (write) await writeHonesty(tables, HONESTY_TITLES);
}

async function measure(names: readonly string[], write: boolean): Promise<void> {
  refuseUnknown(names, Object.keys(PARTS));
  const chosen = Object.entries(PARTS).filter(([name]) => names.length === 0 || names.includes(name));

  const [loadBefore = 0] = loadavg();
  const postgres = await startPostgres();
  const figures: Figure[] = [];
  try {
    for (const [name, part] of chosen) {
      tell(name, 'starting');
      figures.push(...(await part(postgres, (line) => tell(name, line))));
    }
    const text = await report(figures, await postgres.describe(), loadBefore);
    process.stdout.write(`\n${text}\n`);
    if (write) await writeResults(text);
  } finally {
    await postgres.stop();
  }
}

function refuseUnknown(names: readonly string[], known: readonly string[]): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`there is no part ${unknown}: ${known.join(', ')}`);
}

function tell(part: string, line: string): void {
  process.stdout.write(`${part}: ${line}\n`);
}

await main(process.argv.slice(2));
