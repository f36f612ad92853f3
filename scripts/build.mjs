import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';

/**
 * Builds the apps (swc using nest-cli.json, then bundling) and the dashboard (Vite, then compression and its budget) into dist/, and packages into their
 * own dist/. With --apps it builds only the apps and the dashboard.
 */
const onlyApps = process.argv.includes('--apps');
const steps = [
  ['npx', '--no-install', 'nest', 'build'],
  ['node', 'scripts/bundle.mjs'],
  ['npx', '--no-install', 'vite', 'build', '--config', 'apps/dashboard/vite.config.ts', '--logLevel', 'warn'],
  ['node', 'scripts/dashboard-assets.mjs'],
  ...(onlyApps
    ? []
    : [
        ['node', 'scripts/build-provider.mjs'],
        ['node', 'scripts/build-client.mjs'],
      ]),
];

rmSync('dist', { recursive: true, force: true });
for (const [tool, ...args] of steps) {
  const { status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8' });
  if (status === 0) {
    if (args[0] === 'scripts/dashboard-assets.mjs') process.stdout.write(stdout);
    continue;
  }
  process.stderr.write(`${stdout}${stderr}\n${tool} ${args.join(' ')} failed\n`);
  process.exit(status ?? 1);
}
