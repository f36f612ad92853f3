import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchApp, startApp, type TestApp } from '../support/apps.js';
import { Client, expectStatus } from '../support/client.js';
import { until } from '../support/until.js';

const MAIN = fileURLToPath(new URL('../../dist/apps/standalone/main.js', import.meta.url));

describe('standalone on its embedded PostgreSQL', () => {
  let folder: string;
  let environment: Record<string, string>;
  let app: TestApp;
  let key: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-standalone-'));
    // As root, PostgreSQL runs as another user, who must reach the folder.
    await chmod(folder, 0o755);
    environment = { ASSAY_DATA_DIR: join(folder, 'data'), HOST: '::', ASSAY_LOG_LEVEL: 'info' };
    app = await startApp('standalone', environment);
  });

  afterAll(async () => {
    await app.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('prints where it listens and an admin key that works', async () => {
    expect(app.output()).toContain('the dashboard is at http://localhost:');
    key = /assay_\S+/.exec(app.output())?.[0] ?? '';
    const admin = new Client(app.url, key);
    await expectStatus(201, admin.post('/v1/flags', { key: 'kept', type: 'string', default: 'x' }));
    await expectStatus(200, admin.get('/v1/flags/kept'));
    await expectStatus(200, admin.get('/health/ready'));
    // A store that takes its time on a busy machine is named as down, and answers when asked again.
    await until('all to be up', async () => (await admin.get('/health/ready')).body.status === 'ready');
  });

  it.each(['127.0.0.1', ...(hasIPv6() ? ['[::1]'] : [])])('listening at ::, it answers at %s', async (address) => {
    const url = app.url.replace('127.0.0.1', address);
    await expectStatus(200, new Client(url, key).get('/v1/flags/kept'));
  });

  it.each([
    ['https', true],
    ['http', false],
    [undefined, false],
  ])('signs in with a cookie for HTTPS when a proxy of this machine says so: %s', async (protocol, isSecure) => {
    const headers = { 'content-type': 'application/json', ...(protocol && { 'x-forwarded-proto': protocol }) };
    const body = JSON.stringify({ key });
    const signedIn = await fetch(`${app.url}/v1/session`, { method: 'POST', headers, body });
    expect(signedIn.status).toBe(204);
    expect(/; Secure/.test(signedIn.headers.get('set-cookie') ?? '')).toBe(isSecure);
    const signedOut = await fetch(`${app.url}/v1/session`, { method: 'DELETE', headers: { ...headers }, body: '{}' });
    expect(/; Secure/.test(signedOut.headers.get('set-cookie') ?? '')).toBe(isSecure);
  });

  it('keeps its secrets for its owner alone, and no admin key at all', async () => {
    for (const name of ['keys.json', 'seal-key.json']) {
      const path = join(folder, 'data', name);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect(await readFile(path, 'utf8')).not.toContain(key);
    }
  });

  it('says so when the folder is in use', async () => {
    await expect(startApp('standalone', environment)).rejects.toThrow(/is in use by the Assay with process id/);
  });

  it('ends cleanly on Ctrl-C and finds everything again', async () => {
    expect(await app.stop()).toBe(0);
    expect(app.output()).toContain('standalone has stopped');
    expect(lifeOf(app)).toContain('the lease was taken: this projector works');
    // Its place among the others is the lease's own.
    expect(lifeOf(app).filter((words) => !words.includes('lease'))).toEqual([
      'starting',
      'the embedded PostgreSQL runs',
      'ready',
      'shutdown begins',
      'shutdown is complete',
    ]);
    app = await startApp('standalone', environment);
    expect(app.output()).not.toContain(key);
    expect(app.output()).not.toContain('shown only this once');
    const flag = await expectStatus(200, new Client(app.url, key).get('/v1/flags/kept'));
    expect(flag.body).toMatchObject({ key: 'kept', default: 'x' });
  });

  it('a Ctrl-C of the terminal, which PostgreSQL would get as well, ends it as cleanly', async () => {
    await app.stop();
    const child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env['PATH'], PORT: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, as a shell gives each command.
      detached: true,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await until('it to be ready', () => output.includes('is ready'));
    const ended = once(child, 'exit');
    process.kill(-(child.pid ?? 0), 'SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(output).toContain('standalone has stopped');
    expect(output).not.toMatch(/"level":(40|50|60)/);
    app = await startApp('standalone', { ...environment, HOST: '127.0.0.1', ASSAY_TRUSTED_PROXIES: 'none' });
  });

  it('at another address, and trusting no proxy, it says so and believes none', async () => {
    expect(app.output()).toContain('the dashboard is at http://127.0.0.1:');
    const headers = { 'content-type': 'application/json', 'x-forwarded-proto': 'https' };
    const body = JSON.stringify({ key });
    const signedIn = await fetch(`${app.url}/v1/session`, { method: 'POST', headers, body });
    expect(signedIn.headers.get('set-cookie')).not.toContain('Secure');
  });

  it('starts again after it was killed, though its PostgreSQL lived on', async () => {
    await app.kill();
    app = await startApp('standalone', environment);
    await expectStatus(200, new Client(app.url, key).get('/v1/flags/kept'));
  });

  it('starts its PostgreSQL again when that dies, and goes on', async () => {
    const admin = new Client(app.url, key);
    const postmaster = (): Promise<number> => postmasterOf(join(folder, 'data'));
    const died = await postmaster();
    process.kill(died, 'SIGKILL');
    await until('another PostgreSQL', async () => ![0, died].includes(await postmaster()));
    await until('all to be up again', async () => (await admin.get('/health/ready')).body.status === 'ready');
    await expectStatus(201, admin.post('/v1/flags', { key: 'after_the_crash', type: 'string', default: 'x' }));
    await expectStatus(200, admin.get('/v1/flags/after_the_crash'));
    expect(await app.stop()).toBe(0);
    app = await startApp('standalone', environment);
  });

  it('starts though its first start was killed while the database was being made', async () => {
    const data = join(folder, 'interrupted');
    const first = launchApp('standalone', { ASSAY_DATA_DIR: data });
    const made = async (): Promise<string[]> => await readdir(data, { recursive: true }).catch(() => []);
    await until('a database half made', async () => (await made()).some((path) => path.endsWith('PG_VERSION')));
    await first.kill();
    killAllOf(data);
    await expect(first.ready).rejects.toThrow('ended');

    const second = await startApp('standalone', { ASSAY_DATA_DIR: data });
    await expectStatus(200, new Client(second.url, '').get('/health/ready'));
    expect(await second.stop()).toBe(0);
  });

  it('says that the port is busy, without a trace, before it makes anything', async () => {
    const data = join(folder, 'never');
    const port = new URL(app.url).port;
    const failed = launchApp('standalone', { ASSAY_DATA_DIR: data, PORT: port });
    await expect(failed.ready).rejects.toThrow('ended with 1');
    expect(failed.output()).toBe(
      `standalone cannot start: port ${port} is in use by another program: end that, or choose another port with PORT\n`,
    );
    await expect(readdir(data)).rejects.toThrow('ENOENT');
  });

  it('shows the admin key that it has made, though somebody takes the port meanwhile', async () => {
    const data = join(folder, 'late');
    const thief = createServer();
    const port = await listenAnywhere(thief);
    await new Promise((resolve) => thief.close(resolve));
    const first = launchApp('standalone', { ASSAY_DATA_DIR: data, PORT: String(port) });
    const made = async (): Promise<string[]> => await readdir(data).catch(() => []);
    await until('its first files, after it has looked at the port', async () => (await made()).length > 0);
    thief.listen(port, '127.0.0.1');
    await expect(first.ready).rejects.toThrow('ended with 1');
    const shown = /assay_\S+/.exec(first.output())?.[0] ?? '';
    expect(first.output()).toContain(`standalone cannot start: port ${port} is in use by another program`);
    expect(first.output()).not.toMatch(/\n\s+at /);
    thief.close();
    // The PostgreSQL of a start that failed has ended with it.
    expect(await postmasterOf(data)).toBe(0);

    const second = await startApp('standalone', { ASSAY_DATA_DIR: data });
    await expectStatus(200, new Client(second.url, shown).get('/v1/api-keys'));
    expect(await second.stop()).toBe(0);
  });

  it.each([
    ['ASSAY_ADMIN_KEY', 'short'],
    ['PORT', '99999'],
    ['ASSAY_GUARDRAILS', 'sometimes'],
    ['EVENTSTORE_URL', 'mysql://x'],
  ])('does not start with a wrong %s', async (name, value) => {
    const started = startApp('standalone', { ...environment, [name]: value });
    await expect(started).rejects.toThrow(new RegExp(`${name} must be`));
  });

  it('describes itself', async () => {
    const documents = await expectStatus(200, new Client(app.url, key).get('/openapi.json'));
    expect(documents.body.openapi).toBe('3.1.0');
    expect(Object.keys(documents.body.paths)).toEqual(
      expect.arrayContaining([
        '/v1/experiments/{id}/start',
        '/v1/events',
        '/v1/decide',
        '/v1/experiments/{id}/results',
      ]),
    );
    const metrics = await expectStatus(200, new Client(app.url, key).get('/metrics'));
    expect(metrics.body).toContain('assay_http_request_duration_seconds_count');
    expect(metrics.body).toContain('assay_projection_caught_up{projection="measurement"} 1');
    expect((await fetch(`${app.url}/docs`)).status).toBe(200);
  });
});

/** What the log tells at `info`, in order. */
function lifeOf({ output }: TestApp): string[] {
  const lines = output()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  return lines.flatMap((line) => {
    const { level, msg } = JSON.parse(line) as { level: number; msg: string };
    return level === 30 ? [msg] : [];
  });
}

function hasIPv6(): boolean {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.some(({ address }) => address === '::1');
}

async function listenAnywhere(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** The process id of the PostgreSQL of a data folder; 0 while there is none. */
async function postmasterOf(data: string): Promise<number> {
  const text = await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
  return Number(text.split('\n')[0]);
}

/** Kills every process that works in the folder: what makes a database outlives whoever started it. */
function killAllOf(folder: string): void {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' });
  const pids = stdout.split('\n').filter((line) => line.includes(folder));
  // Some may end by themselves meanwhile.
  spawnSync('kill', ['-9', ...pids.map((line) => String(parseInt(line, 10)))]);
}
