import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const RESULTS = fileURLToPath(new URL('../../../bench/RESULTS.md', import.meta.url));
const HONESTY = '\n## Honesty of the statistics\n';

const HEAD =
  '# Figures\n\nMeasured with `npm run bench -- --write`, product and baseline side by side in one run; ratios are ' +
  'medians over rounds.\n"Processor" is the processor time of the server alone per request or event, of all its threads.\nWhat each line measures, and against what, is said in `bench/parts/`.\n\n';

const HONESTY_HEAD = `${HONESTY}
Made by \`npm run bench -- honesty --write\`: simulated experiments with a fixed seed, 2,000 runs in each line, of 20,000 subjects unless
the line says otherwise, looked at after every 100 subjects by the product's own functions. [docs/statistics.md](../docs/statistics.md#how-honesty-is-measured) says what the columns mean.
A rate holds if it is at most 5% and two standard errors: 6.0% of 2,000 runs. Bold is above.
`;

/** Writes the figures of the other parts to `bench/RESULTS.md`; the tables of honesty stay. */
export async function writeResults(text: string): Promise<void> {
  await writeFile(RESULTS, withFigures(await readFile(RESULTS, 'utf8'), text));
}

/** Writes these tables of honesty, in this order of titles; all else stays. */
export async function writeHonesty(tables: ReadonlyMap<string, string>, order: readonly string[]): Promise<void> {
  await writeFile(RESULTS, withHonesty(await readFile(RESULTS, 'utf8'), tables, order));
}

/** The file with other figures. */
export function withFigures(file: string, text: string): string {
  return `${HEAD}${text}\n${written(partsOf(file).honesty)}`;
}

/** The file with these tables of honesty; those of titles that are not in `order` are dropped. */
export function withHonesty(file: string, tables: ReadonlyMap<string, string>, order: readonly string[]): string {
  const { figures, honesty } = partsOf(file);
  const all = new Map([...honesty, ...tables]);
  const ordered = order.flatMap((title) => {
    const table = all.get(title);
    return table === undefined ? [] : [[title, table] as const];
  });
  return `${figures}${written(new Map(ordered))}`;
}

function partsOf(file: string): { readonly figures: string; readonly honesty: ReadonlyMap<string, string> } {
  const [figures = '', rest = ''] = file.split(HONESTY);
  const honesty = rest
    .split('\n### ')
    .slice(1)
    .map((section): [string, string] => {
      const end = section.indexOf('\n');
      return [section.slice(0, end), section.slice(end).trim()];
    });
  return { figures, honesty: new Map(honesty) };
}

function written(honesty: ReadonlyMap<string, string>): string {
  if (honesty.size === 0) return '';
  return HONESTY_HEAD + [...honesty].map(([title, table]) => `\n### ${title}\n\n${table}\n`).join('');
}
