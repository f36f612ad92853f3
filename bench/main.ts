import { loadavg } from 'node:os';
import type { Figure, Part } from './figure.js';
import { breachPart } from './parts/breach.js';
import { decidePart } from './parts/decide.js';
import { decisionsPart } from './parts/decisions.js';
import { historyPart } from './parts/history.js';
import { memoryPart } from './parts/memory.js';
import { telemetryPart } from './parts/telemetry.js';
import { report, writeResults } from './report.js';
import { startPostgres } from './support/database.js';

const PARTS: Readonly<Record<string, Part>> = {
  memory: memoryPart,
  decide: decidePart,
  decisions: decisionsPart,
  telemetry: telemetryPart,
  history: historyPart,
  breach: breachPart,
};

/** `npm run bench` measures all parts, `npm run bench -- decide` one; `--write` also writes bench/RESULTS.md. */
async function main(words: readonly string[]): Promise<void> {
  const write = words.includes('--write');
  const names = words.filter((word) => word !== '--write');
  const unknown = names.find((name) => !(name in PARTS));
  if (unknown !== undefined) throw new Error(`there is no part ${unknown}: ${Object.keys(PARTS).join(', ')}`);
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

function tell(part: string, line: string): void {
  process.stdout.write(`${part}: ${line}\n`);
}

await main(process.argv.slice(2));
