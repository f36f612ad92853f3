import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const CONFIGURATIONS = ['.dependency-cruiser.cjs', '.dependency-cruiser.folders.cjs'];

/** Each rule with a file that breaks it, and what that file imports. */
const BROKEN: readonly { rule: string; from: string; imports: string; isType?: boolean }[] = [
  { rule: 'libs-import-no-app', from: 'libs/flags/app.ts', imports: '../../apps/query-api/main.js' },
  {
    rule: 'a-folder-imports-what-stands-below-it',
    from: 'libs/flags/higher-part.ts',
    imports: '../experiments/index.js',
  },
  {
    rule: 'a-folder-imports-what-stands-below-it',
    from: 'libs/subjects/right-of-it.ts',
    imports: '../flags/index.js',
  },
  {
    rule: 'a-folder-imports-what-stands-below-it',
    from: 'libs/platform/type-of-a-part.ts',
    imports: '../access/http.js',
    isType: true,
  },
  { rule: 'every-folder-has-its-layer', from: 'libs/misc/a.ts', imports: '../flags/index.js' },
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
    from: 'libs/telemetry/client.ts',
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
  {
    rule: 'the-event-store-is-met-at-its-port',
    from: 'libs/telemetry/a.ts',
    imports: '../event-store/postgres/rows.js',
  },
  { rule: 'nothing-imports-packages', from: 'libs/flags/package.ts', imports: '../../packages/provider/index.js' },
  { rule: 'packages-take-what-is-pure', from: 'packages/provider/a.ts', imports: '../../libs/platform/clock.js' },
  { rule: 'packages-load-without-frameworks', from: 'packages/provider/b.ts', imports: '@nestjs/common' },
  { rule: 'no-cycles', from: 'libs/flags/a.ts', imports: './b.js' },
  { rule: 'no-cycles', from: 'libs/flags/type-a.ts', imports: './type-b.js', isType: true },
  { rule: 'no-cycles-of-folders', from: 'libs/metrics/commands/a.ts', imports: '../http/b.js' },
];

/** What the broken files import, harmless by itself. */
const SURROUNDINGS: Readonly<Record<string, string>> = {
  'apps/query-api/main.ts': 'export const main = 1;',
  'apps/command-api/main.ts': 'export const main = 1;',
  'packages/provider/index.ts': 'export const provider = 1;',
  'libs/platform/clock.ts': 'export const clock = 1;',
  'libs/access/http.ts': 'export const found = 1;',
  'libs/flags/index.ts': 'export const found = 1;',
  'libs/experiments/index.ts': 'export const found = 1;',
  'libs/metrics/http/b.ts': 'export const found = 1;',
  'libs/metrics/http/c.ts': "export { d } from '../commands/d.js';",
  'libs/metrics/commands/d.ts': 'export const d = 1;',
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
    for (const name of [...CONFIGURATIONS, 'scripts/layers.cjs', 'tsconfig.json', 'package.json']) {
      await mkdir(dirname(join(tree, name)), { recursive: true });
      await copyFile(join(ROOT, name), join(tree, name));
    }
    for (const [path, text] of Object.entries(SURROUNDINGS)) await write(path, text);
    expect(await cruise()).toEqual([]);
    await write('libs/flags/b.ts', "import { found } from './a.js';\nexport const b = found;");
    await write('libs/flags/type-b.ts', "import type { found } from './type-a.js';\nexport type B = typeof found;");
    for (const { from, imports, isType } of BROKEN) {
      const text = isType
        ? `import type * as found from '${imports}';\nexport type { found };`
        : `import * as found from '${imports}';\nexport { found };`;
      await write(from, text);
    }
    violations = await cruise();
  });

  afterAll(() => rm(tree, { recursive: true, force: true }));

  it.each(BROKEN)('$rule: $from may not import $imports', ({ rule, from }) => {
    const place = rule === 'no-cycles-of-folders' ? dirname(from) : from;
    expect(violations).toContain(`${rule} ${place}`);
  });

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await writeFile(join(tree, path), text);
  }

  /** Each violation as its rule and the file or folder that breaks it. */
  async function cruise(): Promise<string[]> {
    return (await Promise.all(CONFIGURATIONS.map(cruiseWith))).flat();
  }

  async function cruiseWith(configuration: string): Promise<string[]> {
    const tool = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const args = [tool, '--config', configuration, '--output-type', 'json', 'apps', 'libs', 'packages'];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: tree, maxBuffer: 50_000_000 }).catch(
      (error: { stdout: string }) => error,
    );
    const report = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
    return report.summary.violations.map((violation) => `${violation.rule.name} ${violation.from}`);
  }
});
