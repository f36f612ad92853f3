import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/apps.js';
import { ADMIN_KEY, startStores, type TestStores } from '../support/stores.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (name: string): string => readFileSync(`${ROOT}${name}`, 'utf8');

describe("the README's tour", () => {
  let stores: TestStores;
  let app: TestApp;

  beforeAll(async () => {
    stores = await startStores('postgresql');
    app = await startApp('standalone', stores.environment);
  });

  afterAll(async () => {
    await app.stop();
    await stores.stop();
  });

  it('runs as printed and ends in a rollback; docs/flags.md goes on from there', async () => {
    const lines = `${linesOf('README.md', 'A five-minute tour')}\n${linesOf('docs/flags.md', 'Rules')}`
      .replace(/^ASSAY=.*$/m, `ASSAY=${app.url}`)
      .replace(/^KEY=.*$/m, `KEY='${ADMIN_KEY}'`);
    const answers = await shell(lines);
    expect(answers).toContain('"reason":"experiment_assigned"');
    expect(answers).toContain('"status":"duplicate"');
    expect(answers).toContain('"kind":"rollback"');
    expect(answers).toContain('"type":"guardrail_breached"');
    expect(answers).toMatch(/"value":"classic",.*"reason":"rolled_back"/);
    expect(answers.trim().split('\n').at(-1)).toMatch(/"flag":"banner",.*"reason":"rule_split"/);
    expect(answers).not.toContain('/problems/');
    expect(answers).not.toMatch(/"status":(4|5)\d\d/);
  });
});

describe.each(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'])('%s', (document) => {
  it('names only files that exist', () => {
    const named = [...read(document).matchAll(/(?<![\w/.-])((?:apps|libs|test|docs|bench|scripts)\/[\w./-]*\w)/g)].map(
      ([, path = '']) => path,
    );
    expect(named.length).toBeGreaterThan(0);
    expect([...new Set(named)].filter((path) => !existsSync(`${ROOT}${path}`))).toEqual([]);
  });
});

const DOCUMENTS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
const PAGES = readdirSync(`${ROOT}docs`).filter((name) => name.endsWith('.md'));

describe.each([...DOCUMENTS, ...PAGES.map((name) => `docs/${name}`)])('%s', (document) => {
  it('links only to files and headings that exist', () => {
    const targets = [...read(document).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
    const broken = targets.filter(([, path = '', heading]) => {
      const target = path === '' ? document : join(dirname(document), path);
      return !existsSync(`${ROOT}${target}`) || (heading !== undefined && !headingsOf(target).includes(heading));
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});

/** The headings of a document, as links name them. */
function headingsOf(document: string): string[] {
  return [...read(document).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** The shell blocks of a section of a document, in order. */
function linesOf(document: string, title: string): string {
  const section = new RegExp(`^## ${title}$(.*?)^## `, 'ms').exec(read(document))?.[1] ?? '';
  return [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, lines]) => lines).join('\n');
}

/** What a POSIX shell prints that is fed the lines as somebody would type them. */
function shell(lines: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', { stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.once('error', reject);
    child.once('close', () => (errors === '' ? resolve(output) : reject(new Error(errors))));
    child.stdin.end(lines);
  });
}
