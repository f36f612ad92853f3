import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Builds packages/openfeature-provider into its dist/: one module (Vite), and the declarations of its exports. */
const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PACKAGE = join(ROOT, 'packages/openfeature-provider');
const RELATIVE = /from '(\.[^']+)\.js'/g;

run('vite', 'build', '--config', join(PACKAGE, 'vite.config.ts'), '--logLevel', 'warn');
const types = mkdtempSync(join(PACKAGE, 'dist/types-'));
try {
  const config = join(ROOT, 'scripts/provider-types.json');
  run('tsc', '--project', config, '--rootDir', ROOT, '--outDir', types);
  copyDeclarations(join(types, 'packages/openfeature-provider/src'), 'index');
} finally {
  rmSync(types, { recursive: true, force: true });
}

/** Copies a declaration and those that it refers to. None may be outside of the package. */
function copyDeclarations(from, first) {
  const known = new Set();
  for (const open = [first]; open.length > 0;) {
    const name = open.pop();
    if (known.has(name)) continue;
    known.add(name);
    const declaration = `${name}.d.ts`;
    copyFileSync(join(from, declaration), join(PACKAGE, 'dist', declaration));
    for (const [, path] of readFileSync(join(from, declaration), 'utf8').matchAll(RELATIVE)) {
      if (dirname(path) !== '.') throw new Error(`${declaration} refers to ${path}, which is not in the package`);
      open.push(path.slice('./'.length));
    }
  }
}

function run(tool, ...args) {
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', tool, ...args], { cwd: ROOT, encoding: 'utf8' });
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}\n${tool} failed\n`);
  process.exit(status ?? 1);
}
