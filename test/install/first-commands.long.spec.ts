import { chmod, chown, copyFile, mkdtemp, readdir, readFile, readlink, realpath, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, expectStatus } from '../support/client.js';
import { clone, sameTree, works } from './clone.js';
import { finish, start, type Started, type Typed } from './started.js';

const isRoot = process.getuid?.() === 0;
const NOBODY = { uid: 65534, gid: 65534 };
// Some places can be made only by root, and not in every container.
const withNetwork = isRoot && works('unshare', '--net', 'ip', 'link', 'set', 'lo', 'up') ? it : it.skip;
const withMount = isRoot && works('unshare', '--mount', 'true') ? it : it.skip;
const MAIN = 'dist/apps/standalone/main.js';

describe('the two first commands', () => {
  let folder: string;
  let installed: string;
  const running: Started[] = [];

  beforeAll(async () => {
    // Not in /tmp, which one of the places below fills; and private, as the folders of mktemp and of root are.
    folder = await mkdtemp('/var/tmp/assay-install-');
    installed = join(folder, 'assay');
    await clone(installed);
    await finish(['npm', 'ci', '--prefer-offline', '--no-progress'], { cwd: installed });
  }, 900_000);

  afterAll(async () => {
    for (const one of running) await one.interrupt();
    for (const place of await placesOf(folder)) await rm(place, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  }, 300_000);

  /** Starts it in a place, asks, stops, starts again and finds what it was told. Answers what the second start said. */
  async function livesIn(command: readonly [string, ...string[]], typed: Typed, urlOf = plainUrl): Promise<string> {
    const first = await begin(command, typed);
    const key = await first.says(/assay_[0-9a-f]{32}_[\w-]+/);
    await tell(new Client(await urlOf(first), key));
    await stop(first);
    const second = await begin(command, typed);
    await expectStatus(200, new Client(await urlOf(second), key).get('/v1/flags/kept'));
    await stop(second);
    return second.output();
  }

  /** npm itself ends by the signal, once what it runs has ended. */
  async function stop(started: Started): Promise<void> {
    await started.interrupt();
    expect(started.output()).toContain('standalone has stopped');
  }

  async function begin(command: readonly [string, ...string[]], typed: Typed): Promise<Started> {
    const started = start(command, { ...typed, environment: { PORT: String(await freePort()), ...typed.environment } });
    running.push(started);
    await started.says(/is ready: /);
    expect(started.output()).not.toMatch(/\n\s+at /);
    return started;
  }

  it('npm ci && npm start works in a folder of mode 0700, and the next start finds the data', async () => {
    expect((await readdir(folder)).length).toBe(1);
    const said = await livesIn(['npm', 'start'], { cwd: installed });
    if (!isRoot) return;
    // As root, PostgreSQL is another user, who gets to a folder of its own.
    const place = await readlink(join(installed, '.assay/postgres'));
    expect(said).toContain(`may not enter ${folder}, keeps the data in ${place} (.assay/postgres links there)`);
  }, 900_000);

  it('npm test brings up its PostgreSQL there', async () => {
    const tests = [
      'npm',
      'run',
      'jest',
      '--',
      '--selectProjects',
      'int',
      '--testPathPatterns',
      'postgres.int',
    ] as const;
    expect(await finish(tests, { cwd: installed })).toMatch(/Tests: +\d+ passed, \d+ total/);
  }, 900_000);

  it('a second clone beside it has data of its own, and is told when the port or the folder is taken', async () => {
    const second = join(folder, 'second');
    await sameTree(installed, second);
    const one = await begin(['node', MAIN], { cwd: installed });
    const port = new URL(await plainUrl(one)).port;
    const samePort = start(['node', MAIN], { cwd: second, environment: { PORT: port } });
    expect(await samePort.ended).toBe(1);
    expect(samePort.output()).toMatch(/^standalone cannot start: port \d+ is in use by another program: .*PORT\n$/);
    const sameFolder = start(['node', MAIN], { cwd: installed, environment: { PORT: '0' } });
    expect(await sameFolder.ended).toBe(1);
    expect(sameFolder.output()).toMatch(/^standalone cannot start: the data folder .* is in use by .*\n$/);
    // One that found the other's data would show no key.
    await livesIn(['node', MAIN], { cwd: second });
    await one.interrupt();
  }, 300_000);

  it('of two that start at the same moment in one folder, one works and the other says why not', async () => {
    const place = join(folder, 'twice');
    await sameTree(installed, place);
    const both = [0, 1].map(() => start(['node', MAIN], { cwd: place, environment: { PORT: '0' } }));
    running.push(...both);
    const outcomes = await Promise.all(both.map((one) => one.says(/is ready: |cannot start: .*\n/)));
    expect(outcomes.sort()).toEqual([expect.stringMatching(/cannot start: the data folder .* is /), 'is ready: ']);
    for (const one of both) await one.interrupt();
  }, 300_000);

  it('a path with spaces, quotes and letters beyond ASCII is a place like any other', async () => {
    const place = join(folder, `mein Überordner (1) & "Ablage" d'été $HOME 日本`, 'assay');
    await sameTree(installed, place);
    await livesIn(['npm', 'run', 'start:standalone'], { cwd: place });
    if (!isRoot) return;
    // Also where PostgreSQL works within it.
    await chmod(folder, 0o711);
    await rm(join(place, '.assay'), { recursive: true });
    await livesIn(['node', MAIN], { cwd: place });
    expect((await readdir(join(place, '.assay'))).sort()).toEqual([
      'keys.json',
      'postgres',
      'postgres.password',
      'seal-key.json',
    ]);
    expect(await realpath(join(place, '.assay/postgres'))).toBe(join(await realpath(place), '.assay/postgres'));
    await chmod(folder, 0o700);
  }, 300_000);

  it('an ordinary user needs nothing of root', async () => {
    if (!isRoot) return; // Then the first test was an ordinary user's.
    const place = join(await mkdtemp('/var/tmp/assay-install-'), 'assay');
    await sameTree(installed, place);
    await chmod(join(place, '..'), 0o755);
    await chown(place, NOBODY.uid, NOBODY.gid);
    // The one that runs this may be out of that user's reach.
    await copyFile(process.execPath, join(place, 'node'));
    const typed = { cwd: place, as: NOBODY, environment: { HOME: '/nonexistent' } };
    await livesIn([join(place, 'node'), MAIN], typed);
    const { uid } = await stat(join(place, '.assay/postgres'));
    expect(uid).toBe(NOBODY.uid);
    await rm(join(place, '..'), { recursive: true });
  }, 300_000);

  withNetwork.each([undefined, '::'])(
    'a machine without IPv6 is one like any other (HOST %s)',
    async (host) => {
      const place = join(folder, `four-${host === undefined ? 'usual' : 'all'}`);
      await sameTree(installed, place);
      const noIPv6 = 'for f in /proc/sys/net/ipv6/conf/*/disable_ipv6; do echo 1 > "$f"; done; ip link set lo up';
      const started = await begin(['unshare', '--net', 'sh', '-c', `${noIPv6}; exec node ${MAIN}`], {
        cwd: place,
        environment: host === undefined ? {} : { HOST: host },
      });
      const url = await plainUrl(started);
      const asked = `fetch('${url}/health/ready').then((answer) => console.log(answer.status))`;
      const within = await finish(['nsenter', '--net', '--target', String(started.pid), 'node', '-e', asked], {
        cwd: place,
      });
      expect(within).toBe('200\n');
      expect(await started.interrupt()).toBe(0);
    },
    300_000,
  );

  withMount(
    'a full /tmp is in nobody’s way',
    async () => {
      const place = join(folder, 'full');
      await sameTree(installed, place);
      const fill = 'mount -t tmpfs -o size=64k tmpfs /tmp; head -c 1000000 /dev/zero > /tmp/full 2> /dev/null';
      await livesIn(['unshare', '--mount', 'sh', '-c', `${fill}; exec node ${MAIN}`], { cwd: place });
    },
    300_000,
  );
});

const plainUrl = async (started: Started): Promise<string> =>
  (await started.says(/http:\/\/localhost:\d+/)).replace('localhost', '127.0.0.1');

async function tell(admin: Client): Promise<void> {
  await expectStatus(201, admin.post('/v1/flags', { key: 'kept', type: 'string', default: 'x' }));
  await expectStatus(200, admin.get('/v1/flags/kept'));
}

/** Where root keeps the databases of the data folders below a folder. */
async function placesOf(folder: string): Promise<string[]> {
  const shared = '/var/lib/assay';
  const names = isRoot ? await readdir(shared).catch(() => []) : [];
  const owners = await Promise.all(
    names.map(async (name) => ({
      place: join(shared, name),
      owner: await readFile(
        join(shared, name, name.startsWith('postgresql-') ? 'made-from' : 'made-for'),
        'utf8',
      ).catch(() => ''),
    })),
  );
  return owners.filter(({ owner }) => owner.startsWith(folder)).map(({ place }) => place);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });
}
