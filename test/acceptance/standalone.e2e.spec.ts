import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchApp, startApp, type TestApp } from '../support/apps.js';
import { Client, expectStatus } from '../support/client.js';
import { until } from '../support/until.js';

describe('standalone on its embedded PostgreSQL', () => {
  let folder: string;
  let environment: Record<string, string>;
  let app: TestApp;
  let key: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-standalone-'));
    // As root, PostgreSQL runs as another user, who must reach the folder.
    await chmod(folder, 0o755);
    environment = { ASSAY_DATA_DIR: join(folder, 'data') };
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

  it('keeps its secrets for its owner alone, and no admin key at all', async () => {
    const path = join(folder, 'data', 'keys.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, 'utf8')).not.toContain(key);
  });

  it('says so when the folder is in use', async () => {
    await expect(startApp('standalone', environment)).rejects.toThrow(/is in use by the Assay with process id/);
  });

  it('ends cleanly on Ctrl-C and finds everything again', async () => {
    expect(await app.stop()).toBe(0);
    expect(app.output()).toContain('standalone has stopped');
    app = await startApp('standalone', environment);
    expect(app.output()).not.toContain(key);
    expect(app.output()).not.toContain('shown only this once');
    const flag = await expectStatus(200, new Client(app.url, key).get('/v1/flags/kept'));
    expect(flag.body).toMatchObject({ key: 'kept', default: 'x' });
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
