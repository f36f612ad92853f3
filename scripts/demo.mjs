import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Runs the sample. It builds only where nothing is built: an Assay may be running from this folder. */
const MAIN = 'dist/compiled/demo/main.js';
if (!existsSync(MAIN)) {
  const { status } = spawnSync('node', ['scripts/build.mjs', '--apps'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
await import(`../${MAIN}`);
