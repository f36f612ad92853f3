import pg from 'pg';
import type { Figure, Part } from '../figure.js';
import { whole } from '../support/numbers.js';
import { startStandalone, type Standalone } from '../support/standalone.js';
import { createWorld, startExperiment } from '../support/world.js';

const ENTRIES = 1_000_000;
const PAGE = 50_000;
const LOOK_EVERY_MS = 250;
const MOST_MIB = 200;
const FORMATS = ['ndjson', 'csv'] as const;

/** How fast the audit is exported, and how much memory that takes: copies of real entries, read as fast as they come. */
export const auditExportPart: Part = async (postgres, tell) => {
  const app = await startStandalone(postgres);
  try {
    await startExperiment(await createWorld(app.admin), 'shop', { threshold: '0.9', action: 'rollback' });
    await fill(app.databaseUrl, tell);
    const figures: Figure[] = [];
    for (const format of FORMATS) figures.push(...(await exported(app, format, tell)));
    return figures;
  } finally {
    await app.stop();
  }
};

/** Copies the entries that there are, at positions of their own, until there are a million. */
async function fill(databaseUrl: string, tell: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const count = async (): Promise<number> =>
      Number((await client.query<{ n: string }>('SELECT count(*) AS n FROM management.audit')).rows[0]?.n);
    const templates = await count();
    const columns = `revision, at, type, by_kind, by_id, by_name, environment, entity_kind, entity_id, correlation_id,
      causation_id, summary, data, changes, words`;
    for (let made = templates; made < ENTRIES; made += PAGE) {
      const wanted = Math.min(PAGE, ENTRIES - made);
      await client.query(
        `INSERT INTO management.audit (position, ${columns})
         SELECT position || '.' || n, ${columns} FROM management.audit, generate_series($1::int, $2::int) AS n
         WHERE position NOT LIKE '%.%' LIMIT $3`,
        [made, made + Math.ceil(wanted / templates), wanted],
      );
    }
    tell(`${await count()} entries, copies of ${templates}`);
  } finally {
    await client.end();
  }
}

async function exported(
  app: Standalone,
  format: (typeof FORMATS)[number],
  tell: (line: string) => void,
): Promise<Figure[]> {
  const before = await app.residentMiB();
  let most = before;
  const looking = setInterval(() => void app.residentMiB().then((now) => (most = Math.max(most, now))), LOOK_EVERY_MS);
  const [from, processor] = [performance.now(), await app.processorSeconds()];
  let [lines, bytes] = [0, 0];
  try {
    const answer = await fetch(`${app.url}/v1/audit?format=${format}`, {
      headers: { authorization: `Bearer ${app.admin.key}` },
    });
    if (answer.status !== 200 || !answer.body) throw new Error(`the export answered ${answer.status}`);
    for await (const piece of answer.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += piece.length;
      for (const byte of piece) if (byte === 10) lines += 1;
    }
  } finally {
    clearInterval(looking);
  }
  if (lines < ENTRIES) throw new Error(`the export ended after ${lines} lines`);
  const seconds = (performance.now() - from) / 1000;
  const perEntry = ((await app.processorSeconds()) - processor) * (1e6 / lines);
  tell(
    `${format}: ${lines} lines, ${whole(bytes / 1_048_576)} MiB in ${whole(seconds)} s, from ${whole(before)} to ${whole(most)} MiB`,
  );
  return [
    {
      figure: `Audit exported as ${format}, ${ENTRIES.toLocaleString('en')} entries`,
      measured: `${whole(lines / seconds)} entries/s`,
      processor: `${perEntry.toFixed(1)} µs`,
      ...{ baseline: null, ratio: null, floor: 'none', met: true },
    },
    {
      figure: `Memory of standalone at most while the audit is exported as ${format}`,
      measured: `${whole(most)} MiB, ${whole(most - before)} MiB more than before`,
      ...{
        processor: null,
        baseline: null,
        ratio: null,
        floor: `≤ ${MOST_MIB} MiB more`,
        met: most - before <= MOST_MIB,
      },
    },
  ];
}
