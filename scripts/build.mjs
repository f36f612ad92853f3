import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';

/** Builds the apps (swc, through nest-cli.json) and the dashboard (Vite) into dist/. */
const steps = [
  ['nest', 'build'],
  ['vite', 'build', '--config', 'apps/dashboard/vite.config.ts', '--logLevel', 'warn'],
];

rmSync('dist', { recursive: true, force: true });
for (const [tool, ...args] of steps) {
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', tool, ...args], { encoding: 'utf8' });
  if (status === 0) continue;
  process.stderr.write(`${stdout}${stderr}\n${tool} ${args.join(' ')} failed\n`);
  process.exit(status ?? 1);
}
