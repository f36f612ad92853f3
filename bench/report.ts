import { readFile, writeFile } from 'node:fs/promises';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Figure } from './figure.js';

const RESULTS = fileURLToPath(new URL('../../../bench/RESULTS.md', import.meta.url));

/** Describes the machine, then the figures as a table; `loadBefore` is the load average at the start. */
export async function report(figures: readonly Figure[], postgres: string, loadBefore: number): Promise<string> {
  const machine = [
    `- CPU: ${await cpuModel()}, ${cpus().length} cores; memory: ${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    `- ${platform()} ${release()} (${arch()}), Node ${process.version}, PostgreSQL ${postgres}`,
    `- measured ${new Date().toISOString().slice(0, 10)}; all programs share the machine, loopback only; load average before the start ${loadBefore.toFixed(1)}`,
  ];
  const lines = figures.map(({ figure, measured, processor, baseline, ratio, floor, met }) => {
    const decided = met ? 'yes' : '**no**';
    const cells = [figure, measured, processor ?? '–', baseline ?? '–', ratio?.toFixed(3) ?? '–', floor, decided];
    return `| ${cells.join(' | ')} |`;
  });
  const table = [
    '| Figure | Measured | Processor | Baseline | Ratio | Floor | Met |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...lines,
  ];
  return [...machine, '', ...table].join('\n');
}

/** Writes the report to `bench/RESULTS.md`. */
export async function writeResults(text: string): Promise<void> {
  const head =
    '# Figures\n\nMeasured with `npm run bench -- --write`, product and baseline side by side in one run; ratios are ' +
    'medians over rounds.\n"Processor" is the processor time of the server alone per request or event, of all its threads.\nWhat each line measures, and against what, is said in `bench/parts/`.\n\n';
  await writeFile(RESULTS, `${head}${text}\n`);
}

async function cpuModel(): Promise<string> {
  const info = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  return /^model name\s*: (.+)$/m.exec(info)?.[1] ?? cpus()[0]?.model ?? 'unknown';
}
