import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { temporaryFolder } from './temporary-folder.mjs';

/**
 * `npm test`: types, lint, formats, import rules, build, then every Jest project but the long one.
 * `npm run test:long`: build, then the long one. `npm run test:quick`: types, lint, then the unit tests.
 * Each ends with `N passed, N failed`.
 */
const RESULT = 'coverage/jest-result.json';
const build = ['build', 'npm', 'run', '--silent', 'build'];
const types = ['types', 'npx', '--no-install', 'tsc', '--noEmit'];
const lint = ['lint', 'npx', '--no-install', 'eslint', '.'];
const formats = ['formats', 'npx', '--no-install', 'prettier', '--check', '--log-level', 'warn', '.'];
const imports = ['import rules', 'npm', 'run', '--silent', 'lint:imports'];
const modes = {
  '--long': { steps: [build], projects: ['long'] },
  '--quick': { steps: [types, lint], projects: ['unit'] },
};
const chosen = modes[process.argv[2]];
const { steps, projects } = chosen ?? {
  steps: [types, lint, formats, imports, build],
  projects: ['unit', 'int', 'e2e'],
};
const options = process.argv.slice(chosen ? 3 : 2);
const jest = [
  '--experimental-vm-modules',
  '--no-warnings',
  'node_modules/jest/bin/jest.js',
  '--json',
  `--outputFile=${RESULT}`,
  '--selectProjects',
  ...projects,
];

// All steps and tests use this folder.
process.env['TMPDIR'] = temporaryFolder();

let failed = 0;
await Promise.all(
  steps.map(async ([name, command, ...args]) => {
    const started = performance.now();
    const [code] = await once(spawn(command, args, { stdio: 'inherit' }), 'exit');
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    process.stdout.write(`${code === 0 ? 'ok' : 'FAILED'}: ${name} (${seconds} s)\n`);
    if (code !== 0) failed += 1;
  }),
);

mkdirSync('coverage', { recursive: true });
rmSync(RESULT, { force: true });
// Jest reports on standard error and writes its JSON to the file, so its standard output is ignored.
const { status } = spawnSync(process.execPath, [...jest, ...options], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
const counts = readCounts();
if (status !== 0 && counts.failed === 0) failed += 1;

const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
process.stdout.write(`${counts.passed} passed, ${counts.failed + failed} failed${skipped}\n`);
process.exit(status === 0 && failed === 0 ? 0 : 1);

/** A suite that could not start counts as one failure. */
function readCounts() {
  try {
    const result = JSON.parse(readFileSync(RESULT, 'utf8'));
    return {
      passed: result.numPassedTests,
      failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
      skipped: result.numPendingTests + result.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
