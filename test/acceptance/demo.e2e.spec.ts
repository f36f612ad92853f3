import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/apps.js';
import { Client, expectStatus } from '../support/client.js';
import { ADMIN_KEY, startStores, type TestStores } from '../support/stores.js';
import { until } from '../support/until.js';

const MAIN = fileURLToPath(new URL('../../dist/compiled/demo/main.js', import.meta.url));

describe('npm run demo', () => {
  let stores: TestStores;
  let app: TestApp;
  let admin: Client;

  beforeAll(async () => {
    stores = await startStores('postgresql');
    app = await startApp('standalone', stores.environment);
    admin = new Client(app.url, ADMIN_KEY);
  });

  afterAll(async () => {
    await app.stop();
    await stores.stop();
  });

  /** Starts it; `ended` has its exit code. */
  function start(...words: readonly string[]) {
    const child = spawn(process.execPath, [MAIN, '--url', app.url, '--key', ADMIN_KEY, ...words]);
    const found = { output: '', child, ended: once(child, 'exit').then(([code]: unknown[]) => code) };
    child.stdout.on('data', (chunk: Buffer) => (found.output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (found.output += chunk.toString()));
    return found;
  }

  /** The states of the experiments, or how they ended, by key. */
  async function states(): Promise<Readonly<Record<string, string>>> {
    const { body } = await expectStatus(200, admin.get('/v1/experiments?environment=sample'));
    const items: { key: string; status: string; outcome: { kind: string } | null }[] = body.items;
    return Object.fromEntries(
      items.map(({ key, status, outcome }) => [key, status === 'completed' ? (outcome?.kind ?? status) : status]),
    );
  }

  const archived = { sample_search: 'archived', sample_banner: 'archived', sample_checkout: 'archived' };
  const played = { sample_search: 'running', sample_banner: 'running', sample_checkout: 'rollback' };

  it('says that there is nothing to remove before it ran', async () => {
    const demo = start('--remove');
    expect({ code: await demo.ended, output: demo.output }).toEqual({ code: 0, output: 'There is no sample.\n' });
  });

  it('rolls the harmful experiment back before its end, while the other two run, and ends on Ctrl-C', async () => {
    const demo = start('--rate', '100', '--seconds', '30');
    const isRolledBack = () => demo.output.includes('sample_checkout rollback');
    await until('the rollback, or the end', () => isRolledBack() || demo.child.exitCode !== null);
    demo.child.kill('SIGINT');
    expect({ code: await demo.ended, output: demo.output }).toMatchObject({ code: 0 });
    expect(await states()).toEqual(played);
    expect(demo.output).toContain(`${app.url}/experiments?environment=sample`);
    expect(demo.output).not.toContain(ADMIN_KEY);
  });

  it('goes on with what runs, and says what ended', async () => {
    const demo = start('--rate', '20', '--seconds', '1');
    expect({ code: await demo.ended, output: demo.output }).toMatchObject({ code: 0 });
    expect(demo.output).toContain('sample_search is running already');
    expect(demo.output).toContain('sample_checkout ended before (rollback)');
    expect(await states()).toEqual(played);
  });

  it('is removed, also twice, and comes back with new experiments', async () => {
    for (const _ of [1, 2]) {
      const demo = start('--remove');
      expect({ code: await demo.ended, output: demo.output }).toMatchObject({ code: 0 });
      expect(await states()).toEqual(archived);
    }
    await expectStatus(200, admin.get('/v1/flags/sample_search')).then(({ body }) => expect(body.archived).toBe(true));
    const { body: users } = await expectStatus(200, admin.get('/v1/users?q=sample-'));
    expect(users.items.map((user: { deactivated: boolean }) => user.deactivated)).toEqual([true, true]);
    const demo = start('--rate', '20', '--seconds', '1');
    expect({ code: await demo.ended, output: demo.output }).toMatchObject({ code: 0 });
    expect(await states()).toEqual({
      ...archived,
      ...{ sample_search_2: 'running', sample_banner_2: 'running', sample_checkout_2: 'running' },
    });
  });

  it('says which option is wrong', async () => {
    const demo = start('--rate', '0');
    expect(await demo.ended).toBe(1);
    expect(demo.output).toContain('--rate must be a whole number from 1 to 500');
  });
});
