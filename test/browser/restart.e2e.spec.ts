import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startApp, type TestApp } from '../support/apps.js';
import { ADMIN_KEY, startStores, type TestStores } from '../support/stores.js';
import { until } from '../support/until.js';
import { createWorld, decide, record, startExperiment, telemetry, type World } from '../support/world.js';
import { openBrowser } from './browser.js';
import { signedIn } from './signed-in.js';

describe('a page whose server is killed', () => {
  let stores: TestStores;
  let app: TestApp;
  let world: World;
  let browser: Browser;

  beforeAll(async () => {
    stores = await startStores('postgresql');
    app = await startApp('standalone', stores.environment);
    world = await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY);
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await app.stop();
    await stores.stop();
  });

  it('says since when it is stale, goes on by itself once the server is back, and has all of it once', async () => {
    const { id, flag, position } = await startExperiment(world, { threshold: '0.9', action: 'pause' });
    const decision = await decide(world, flag, 'sue', position);
    const variant = decision.value === 'old' ? 'control' : 'treatment';
    const seen = () => telemetry(world.exposure, decision, 'sue');
    await record(world, [seen(), seen(), telemetry(world.crash, decision, 'sue')]);
    const { page, context } = await signedIn(browser, app.url, ADMIN_KEY);
    await page.goto(`/experiments/${id}`);
    const rate = page.getByTestId(`rate-${world.metric}-${variant}`);
    const shows = (value: string) =>
      until(`a rate of ${value}`, async () => (await rate.getAttribute('data-value')) === value);
    const live = page.getByTestId('live-state');
    const is = (state: string) => until(state, async () => (await live.getAttribute('data-state')) === state);
    await is('live');
    await shows('0.5');
    await page.evaluate(() => Object.assign(window, { openedOnce: true }));

    const { port } = new URL(app.url);
    await app.kill();
    await is('reconnecting');
    expect(await live.textContent()).toMatch(/^stale since \d\d:\d\d:\d\d$/);
    expect(await rate.getAttribute('data-value')).toBe('0.5');

    app = await startApp('standalone', { ...stores.environment, PORT: port });
    await record(world, [seen(), seen()]);
    await is('live');
    await shows('0.25');
    const history = page.getByTestId('history-list').locator('[data-type=experiment_started]');
    expect(await history.count()).toBe(1);
    expect(await page.evaluate(() => 'openedOnce' in window)).toBe(true);
    await context.close();
  });
});
