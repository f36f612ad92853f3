import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isRoot } from '../../libs/local-postgres/index.js';
import { describeFailure } from '../../libs/platform/process/describe-failure.js';
import { createLogger } from '../../libs/platform/logging/logger.js';
import { generatedKeys, generatedSealKeys } from './generated-keys.js';
import { startLocalPostgres } from './local-postgres.js';

const logger = createLogger('test', 'silent');
const asRoot = isRoot() ? it : it.skip; // An ordinary user's PostgreSQL is its own user, who reaches what it reaches.

describe('a start that fails says why in one line', () => {
  let folder: string;
  let data: string;
  const others: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-start-'));
    await chmod(folder, 0o755);
    data = join(folder, 'data');
  });

  afterEach(async () => {
    others.splice(0).forEach((child) => child.kill('SIGKILL'));
    await rm(folder, { recursive: true, force: true });
  });

  async function start(dataDir: string): Promise<void> {
    await (await startLocalPostgres({ dataDir, isDataDirChosen: true }, logger)).stop();
  }

  /** What standalone prints after 'cannot start: ' when it begins with this folder. */
  async function failure(dataDir: string, begin: (dataDir: string) => Promise<unknown> = start): Promise<string> {
    const outcome = await begin(dataDir).then(
      () => 'it has started',
      (error: unknown) => describeFailure(error),
    );
    expect(outcome).not.toMatch(/\n/);
    return outcome;
  }

  const database = (version: string) => async (): Promise<void> => {
    await mkdir(data, { recursive: true });
    await mkdir(join(data, 'postgres'), { mode: 0o700 });
    await writeFile(join(data, 'postgres.password'), 'x\n');
    if (version !== '') await writeFile(join(data, 'postgres', 'PG_VERSION'), `${version}\n`);
  };
  const file = (name: string, text: string) => async (): Promise<void> => {
    await mkdir(data, { recursive: true });
    await writeFile(join(data, name), text);
  };

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['the data folder is a file', () => writeFile(data, ''), /cannot be used: .*\(EEXIST\); .* ASSAY_DATA_DIR$/],
    [
      'the database is of another version',
      database('17'),
      /made by PostgreSQL 17, and this Assay brings PostgreSQL 18/,
    ],
    ['the database is an empty folder', database(''), /postgres is not a whole database of PostgreSQL/],
    ['the database has lost its files', database('18'), /PostgreSQL does not start on .*postgres: /],
    [
      'the database is a file',
      file('postgres', ''),
      /postgres is not a whole database of PostgreSQL|password is missing/,
    ],
    [
      'the password is lost',
      async () => {
        await database('18')();
        await rm(join(data, 'postgres.password'));
      },
      /postgres\.password is missing, .*: bring it back from a backup/,
    ],
    [
      'the database was elsewhere',
      async () => {
        await mkdir(data);
        await symlink(join(folder, 'gone', 'postgres'), join(data, 'postgres'));
      },
      /was in .*gone\/postgres, which is not there: bring it back, or remove the link/,
    ],
  ])('%s', async (_, prepare, expected) => {
    await prepare();
    expect(await failure(data)).toMatch(expected);
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['is cut off', file('keys.json', '{"decisionKeys":"k1:ab'), /keys\.json is damaged: bring it back/],
    ['is empty', file('keys.json', ''), /keys\.json is damaged/],
    ['lacks a key', file('keys.json', '{"decisionKeys":"k1:0123456789abcdef"}'), /keys\.json is damaged/],
    ['holds no key', file('keys.json', '{"decisionKeys":"","subjectKey":""}'), /keys\.json is damaged/],
    ['is no object', file('keys.json', 'null'), /keys\.json is damaged/],
    ['is a folder', () => mkdir(join(data, 'keys.json'), { recursive: true }), /keys\.json is damaged/],
  ])('keys.json %s', async (_, prepare, expected) => {
    await prepare();
    expect(await failure(data, generatedKeys)).toMatch(expected);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['is cut off', file('seal-key.json', '{"sealKeys":"k1:ab')],
    ['holds no key', file('seal-key.json', '{"sealKeys":""}')],
  ])('seal-key.json %s', async (_, prepare) => {
    await prepare();
    expect(await failure(data, generatedSealKeys)).toMatch(/seal-key\.json is damaged: bring it back/);
  });

  it('of two starts that make the folder and the keys at the same time both get the same', async () => {
    const deep = join(data, 'of', 'its', 'own');
    const [one, ...others] = await Promise.all(Array.from({ length: 8 }, () => generatedKeys(deep)));
    for (const other of others) expect(other).toEqual(one);
    const sealing = await Promise.all(Array.from({ length: 8 }, () => generatedSealKeys(deep)));
    expect(new Set(sealing).size).toBe(1);
    expect((await readdir(deep)).sort()).toEqual(['keys.json', 'seal-key.json']);
  });

  it.each([
    ['below a file', () => join(folder, 'file', 'data'), /\(ENOTDIR\)/],
    ['with a name that is too long', () => join(folder, 'x'.repeat(300)), /\(ENAMETOOLONG\)/],
    ['where nothing can be made', () => '/proc/assay-data', /\((ENOENT|EACCES|EPERM)\)/],
  ])('a data folder %s', async (_, path, expected) => {
    await writeFile(join(folder, 'file'), '');
    const line = await failure(path());
    expect(line).toMatch(/^the data folder .* cannot be used/);
    expect(line).toMatch(expected);
  });

  it('another Assay works there', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)', 'standalone']);
    others.push(other);
    await once(other, 'spawn');
    await file('assay.pid', `${other.pid}\n`)();
    expect(await failure(data)).toMatch(new RegExp(`is in use by the Assay with process id ${other.pid}$`));
  });

  it.each(['', 'x\n', '0\n', '999999999\n', `${process.pid}\n1\n`])(
    'but the claim %j of one that has ended is taken over',
    async (claim) => {
      await file('assay.pid', claim)();
      await database('17')();
      // It gets as far as the database.
      expect(await failure(data)).toMatch(/made by PostgreSQL 17/);
    },
  );

  asRoot('PostgreSQL may not enter a data folder that somebody chose', async () => {
    await chmod(folder, 0o700);
    expect(await failure(data)).toBe(
      `PostgreSQL runs as the user postgres, who may not enter ${folder}: allow it with \`chmod o+x '${folder}'\`, ` +
        'move the data folder to where every user may enter and name it in ASSAY_DATA_DIR, or start Assay as another user than root',
    );
    expect(await readdir(data)).not.toContain('postgres');
  });
});
