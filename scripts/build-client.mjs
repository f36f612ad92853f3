import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Builds packages/client into its dist/. */
const ROOT = fileURLToPath(new URL('../', import.meta.url));
rmSync(`${ROOT}packages/client/dist`, { recursive: true, force: true });
const options = ['--no-install', 'tsc', '--project', 'packages/client/tsconfig.json'];
const { status, stdout, stderr } = spawnSync('npx', options, { cwd: ROOT, encoding: 'utf8' });
if (status !== 0) {
  process.stderr.write(`${stdout}${stderr}\nthe client cannot be built\n`);
  process.exit(status ?? 1);
}
