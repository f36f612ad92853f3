import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { binariesFor, programOf } from './binaries.js';
import { findDatabase } from './database-location.js';
import { isReachable, isRoot, postgresUser, type PostgresUser } from './postgres-user.js';
import { sharedFolder } from './shared-folder.js';

const NOBODY = 65534;
// An ordinary user's PostgreSQL runs as that user, so that there is nothing to share with another.
const asRoot = isRoot() ? describe : describe.skip;

/** What is the case for root: PostgreSQL runs as a user who may not enter root's private folders. */
asRoot('root in a private folder', () => {
  let user: PostgresUser;
  let folder: string;
  const made: string[] = [];

  beforeEach(async () => {
    const found = await postgresUser();
    if (found === undefined) throw new Error('root runs PostgreSQL as another user');
    user = found;
    // Not in a folder for temporary files, which everybody may write to.
    folder = await mkdtemp('/var/lib/assay-test-');
    await chmod(folder, 0o700);
  });

  afterEach(async () => {
    for (const path of [folder, ...made.splice(0)]) await rm(path, { recursive: true, force: true });
  });

  /** A data folder, and the place that its database was given. */
  async function dataFolder(name = 'data'): Promise<{ data: string; database: string; line: string | undefined }> {
    const data = join(folder, name);
    await mkdir(data);
    const place = await findDatabase(data, false);
    made.push(join(place.folder, '..'));
    return { data, database: place.folder, line: place.elsewhere };
  }

  const finish = (database: string): Promise<void> =>
    mkdir(database, { mode: 0o700 }).then(() => chown(database, user.uid, user.gid));

  it('a database is made where the user gets, its place is said, and the next start finds it', async () => {
    const { data, database, line } = await dataFolder();
    expect(await isReachable(user, join(database, '..'), 'enter')).toBe(true);
    expect(line).toContain(`runs as the user ${user.name} and may not enter ${folder}, keeps the data in ${database} `);
    // The first start may be interrupted before the database is whole.
    expect((await findDatabase(data, false)).folder).toBe(database);
    await finish(database);
    expect(await findDatabase(data, false)).toEqual({ folder: database, user, elsewhere: line });
    expect(await readlink(join(data, 'postgres'))).toBe(database);
  });

  it('several data folders have a database each', async () => {
    const one = await dataFolder('one');
    const two = await dataFolder('two');
    expect(one.database).not.toBe(two.database);
  });

  it('a data folder that was moved takes its database along', async () => {
    const { data, database } = await dataFolder();
    await finish(database);
    await rename(data, join(folder, 'moved'));
    expect((await findDatabase(join(folder, 'moved'), false)).folder).toBe(database);
    // From now on it is the moved one's.
    await cp(join(folder, 'moved'), data, { recursive: true, verbatimSymlinks: true });
    await expect(findDatabase(data, false)).rejects.toThrow(`${data} is a copy of ${join(folder, 'moved')}`);
  });

  it('a copy of a data folder does not use the database of the other', async () => {
    const { data, database } = await dataFolder();
    await finish(database);
    const copy = join(folder, 'copy');
    await cp(data, copy, { recursive: true, verbatimSymlinks: true });
    await expect(findDatabase(copy, false)).rejects.toThrow(
      `the data folder ${copy} is a copy of ${data}, whose database is in ${database}: remove the link`,
    );
    expect((await findDatabase(data, false)).folder).toBe(database);
  });

  it('a database that root brought back from a backup is given to the user again', async () => {
    await chmod(folder, 0o711);
    const data = join(folder, 'data');
    await mkdir(join(data, 'postgres', 'base'), { recursive: true });
    await chmod(data, 0o711);
    await writeFile(join(data, 'postgres', 'PG_VERSION'), '18\n');
    expect(await findDatabase(data, true)).toEqual({ folder: join(data, 'postgres'), user });
    for (const name of ['', 'base', 'PG_VERSION']) {
      expect((await lstat(join(data, 'postgres', name))).uid).toBe(user.uid);
    }
  });

  it('a database is run by its owner, whoever that is, where it was', async () => {
    await chmod(folder, 0o711);
    await mkdir(join(folder, 'postgres'), { mode: 0o700 });
    await chown(join(folder, 'postgres'), NOBODY, NOBODY);
    const place = await findDatabase(folder, false);
    expect(place).toMatchObject({ folder: join(folder, 'postgres'), user: { uid: NOBODY } });
    expect(place.elsewhere).toBeUndefined();
  });

  describe('the folder that is shared with that user', () => {
    it.each<[string, (path: string) => Promise<unknown>, RegExp]>([
      ['somebody else made', (path) => mkdir(path).then(() => chown(path, NOBODY, NOBODY)), /does not belong to root/],
      ['everybody may change', (path) => mkdir(path).then(() => chmod(path, 0o777)), /can be changed by others/],
      ['a group may change', (path) => mkdir(path).then(() => chmod(path, 0o775)), /can be changed by others/],
      ['is a file', (path) => writeFile(path, ''), /is not a folder/],
      ['is a link to a folder of somebody else', (path) => symlink('/tmp', path), /\/tmp can be changed by others/],
      ['cannot be made', (path) => writeFile(join(path, '..', 'x'), '').then(() => undefined), /cannot be made/],
    ])('is not one that %s', async (_, prepare, problem) => {
      await chmod(folder, 0o711);
      const bad = join(folder, 'bad');
      await prepare(bad);
      const candidate = String(problem).includes('made') ? join(folder, 'x', 'y') : bad;
      await expect(sharedFolder(user, [candidate])).rejects.toThrow(problem);
      // The next candidate is taken.
      expect(await sharedFolder(user, [candidate, join(folder, 'good')])).toBe(join(folder, 'good'));
    });

    it('is not one in a folder that everybody may write to', async () => {
      await expect(sharedFolder(user, ['/tmp/assay-shared-test'])).rejects.toThrow('/tmp can be changed by others');
      await rm('/tmp/assay-shared-test', { recursive: true });
    });
  });

  describe('the programs', () => {
    it('are copied once per installation to where the user runs them, whatever the umask was', async () => {
      const shared = join(folder, 'shared');
      await chmod(folder, 0o711);
      const source = join(folder, 'native');
      // As small as it can be, for the true one is large.
      for (const name of ['bin', 'lib', 'share/postgresql']) await mkdir(join(source, name), { recursive: true });
      await chmod(source, 0o700);
      await writeFile(join(source, 'bin/postgres'), '#!/bin/sh\nexec cat "${0%/bin/postgres}/lib/libpq.so"\n', {
        mode: 0o700,
      });
      await writeFile(join(source, 'share/postgresql/postgres.bki'), '', { mode: 0o600 });
      await writeFile(join(source, 'lib/libpq.so.5'), '', { mode: 0o600 });
      await symlink('libpq.so.5', join(source, 'lib/libpq.so'));
      const place = (): Promise<string> => sharedFolder(user, [shared]);
      const from = { version: '18.4.0', folder: source };

      const [one, two] = await Promise.all([binariesFor(user, from, place), binariesFor(user, from, place)]);
      expect(two).toEqual(one);
      expect(await isReachable(user, programOf(one, 'postgres'), 'run')).toBe(true);
      expect(await isReachable(user, join(one.folder, 'share/postgresql/postgres.bki'), 'read')).toBe(true);
      expect(await readdir(shared)).toHaveLength(1);
      expect(await readFile(join(one.folder, 'made-from'), 'utf8')).toBe(`${source}\n`);

      // Installed anew: what is outdated goes.
      await rename(join(source, 'bin/postgres'), join(source, 'bin/old'));
      await cp(join(source, 'bin/old'), join(source, 'bin/postgres'));
      const anew = await binariesFor(user, from, place);
      expect(anew.folder).not.toBe(one.folder);
      expect(await readdir(shared)).toHaveLength(1);
    });

    it('stay where they are when the user reaches them', async () => {
      const installed = await binariesFor(undefined);
      const reaches = await isReachable(user, installed.folder, 'enter');
      const used = await binariesFor(user);
      expect(used.folder === installed.folder).toBe(reaches);
    });
  });
});
