import { readFile } from 'node:fs/promises';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import type { Figure } from './figure.js';

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

async function cpuModel(): Promise<string> {
  const info = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  return /^model name\s*: (.+)$/m.exec(info)?.[1] ?? cpus()[0]?.model ?? 'unknown';
}
