import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';
import { temporaryFolder } from './temporary-folder.mjs';

/**
 * `npm test`: build, then every Jest project but the long one, and beside them types, lint, formats, import rules.
 * `npm run test:long`: build, then the long one. `npm run test:quick`: the unit tests, and beside them types and lint.
 * Each ends with `N passed, N failed`.
 */
const RESULT = 'coverage/jest-result.json';
const build = ['build', 'npm', 'run', '--silent', 'build'];
const types = ['types', 'npx', '--no-install', 'tsc', '--noEmit'];
const lint = ['lint', 'npx', '--no-install', 'eslint', '.'];
const formats = ['formats', 'npx', '--no-install', 'prettier', '--check', '--log-level', 'warn', '.'];
const imports = ['import rules', 'npm', 'run', '--silent', 'lint:imports'];
const modes = {
  '--long': { first: [build], beside: [], projects: ['long'] },
  '--quick': { first: [], beside: [types, lint], projects: ['unit'] },
};
const chosen = modes[process.argv[2]];
const { first, beside, projects } = chosen ?? {
  first: [build],
  beside: [types, lint, formats, imports],
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

const outcomes = [];
for (const step of first) outcomes.push(await run(step));
mkdirSync('coverage', { recursive: true });
rmSync(RESULT, { force: true });
// Suites wait a lot: the steps use the time, at a lower priority.
const running = beside.map((step) => run(step, constants.priority.PRIORITY_BELOW_NORMAL));
// Jest reports on standard error and writes its JSON to the file, so its standard output is ignored.
const tests = spawn(process.execPath, [...jest, ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
const [status] = await once(tests, 'exit');
outcomes.push(...(await Promise.all(running)));
for (const { line } of outcomes) process.stdout.write(line);

const counts = readCounts();
let failed = outcomes.filter(({ ok }) => !ok).length;
if (status !== 0 && counts.failed === 0) failed += 1;
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
process.stdout.write(`${counts.passed} passed, ${counts.failed + failed} failed${skipped}\n`);
process.exit(status === 0 && failed === 0 ? 0 : 1);

/** Runs a step, which writes its findings as it goes. */
async function run([name, command, ...args], priority = getPriority()) {
  const started = performance.now();
  const child = spawn(command, args, { stdio: 'inherit' });
  // Only root may raise one.
  if (priority > getPriority() && child.pid !== undefined) setPriority(child.pid, priority);
  const [code] = await once(child, 'exit');
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const ok = code === 0;
  return { ok, line: `${ok ? 'ok' : 'FAILED'}: ${name} (${seconds} s)\n` };
}

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
