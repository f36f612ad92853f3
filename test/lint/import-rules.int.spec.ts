import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Each rule with a file that breaks it, and what that file imports. */
const BROKEN: readonly { rule: string; from: string; imports: string }[] = [
  { rule: 'libs-import-no-app', from: 'libs/flags/app.ts', imports: '../../apps/query-api/main.js' },
  { rule: 'apps-import-no-app', from: 'apps/query-api/a.ts', imports: '../command-api/main.js' },
  { rule: 'deciders-are-pure', from: 'libs/flags/flag.ts', imports: '@nestjs/common' },
  { rule: 'deciders-are-pure', from: 'libs/experiments/running.ts', imports: '../platform/clock.js' },
  { rule: 'deciders-are-pure', from: 'libs/statistics/welch.ts', imports: 'typeorm' },
  {
    rule: 'public-faces-of-pure-parts-load-without-frameworks',
    from: 'libs/metrics/index.ts',
    imports: '../metrics/module.js',
  },
  {
    rule: 'only-the-event-store-speaks-to-eventstoredb',
    from: 'libs/events/client.ts',
    imports: '@eventstore/db-client',
  },
  { rule: 'only-read-models-speak-to-postgresql', from: 'libs/guardrails/sql.ts', imports: 'typeorm' },
  { rule: 'only-read-models-speak-to-postgresql', from: 'apps/projector/a.ts', imports: 'pg' },
  { rule: 'connections-to-postgresql-are-made-in-one-place', from: 'libs/projections/pool.ts', imports: 'pg' },
  {
    rule: 'parts-meet-at-their-public-faces',
    from: 'libs/guardrails/a.ts',
    imports: '../flags/commands/create-flag.js',
  },
  { rule: 'the-event-store-is-met-at-its-port', from: 'libs/events/a.ts', imports: '../event-store/postgres/rows.js' },
  { rule: 'nothing-imports-packages', from: 'libs/flags/package.ts', imports: '../../packages/provider/index.js' },
  { rule: 'packages-take-what-is-pure', from: 'packages/provider/a.ts', imports: '../../libs/platform/clock.js' },
  { rule: 'packages-load-without-frameworks', from: 'packages/provider/b.ts', imports: '@nestjs/common' },
  { rule: 'no-cycles', from: 'libs/flags/a.ts', imports: './b.js' },
];

/** What the broken files import, harmless by itself. */
const SURROUNDINGS: Readonly<Record<string, string>> = {
  'apps/query-api/main.ts': 'export const main = 1;',
  'apps/command-api/main.ts': 'export const main = 1;',
  'packages/provider/index.ts': 'export const provider = 1;',
  'libs/platform/clock.ts': 'export const clock = 1;',
  'libs/metrics/module.ts': "import { Module } from '@nestjs/common';\nexport const module = Module;",
  'libs/flags/commands/create-flag.ts': 'export const command = 1;',
  'libs/event-store/postgres/rows.ts': 'export const rows = 1;',
};

describe('the import rules', () => {
  let tree: string;
  let violations: readonly string[];

  beforeAll(async () => {
    tree = await mkdtemp(join(tmpdir(), 'assay-imports-'));
    await symlink(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      await copyFile(join(ROOT, name), join(tree, name));
    }
    for (const [path, text] of Object.entries(SURROUNDINGS)) await write(path, text);
    expect(await cruise()).toEqual([]);
    await write('libs/flags/b.ts', "import { found } from './a.js';\nexport const b = found;");
    for (const { from, imports } of BROKEN)
      await write(from, `import * as found from '${imports}';\nexport { found };`);
    violations = await cruise();
  });

  afterAll(() => rm(tree, { recursive: true, force: true }));

  it.each(BROKEN)('$rule: $from may not import $imports', ({ rule, from }) => {
    expect(violations).toContain(`${rule} ${from}`);
  });

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await writeFile(join(tree, path), text);
  }

  /** Each violation as its rule and the file that breaks it. */
  async function cruise(): Promise<string[]> {
    const tool = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const args = [tool, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'apps', 'libs', 'packages'];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: tree, maxBuffer: 50_000_000 }).catch(
      (error: { stdout: string }) => error,
    );
    const report = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
    return report.summary.violations.map((violation) => `${violation.rule.name} ${violation.from}`);
  }
});
