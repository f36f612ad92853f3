import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { startApp, type TestApp } from '../support/apps.js';
import { expectStatus } from '../support/client.js';
import { ADMIN_KEY, startStores, type TestStores } from '../support/stores.js';
import { until } from '../support/until.js';
import { createWorld, decide, record, startExperiment, telemetry, type World } from '../support/world.js';
import { mishapsOf, openBrowser } from './browser.js';

describe('the dashboard in a browser', () => {
  let stores: TestStores;
  let app: TestApp;
  let world: World;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let mishaps: readonly string[];

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

  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    page = await context.newPage();
    mishaps = mishapsOf(page);
  });

  afterEach(async () => {
    await context.close();
  });

  const signIn = async (key: string): Promise<void> => {
    await page.getByTestId('sign-in-key').fill(key);
    await page.getByTestId('sign-in-submit').click();
  };

  const attribute = (element: Locator, name: string, value: string): Promise<true> =>
    until(`${name}="${value}"`, async () => (await element.getAttribute(name)) === value);

  const row = (key: string): Locator => page.getByTestId(`experiment-row-${key}`);

  /** A subject that the experiment put into a variant. */
  const subjectIn = async (variant: string, flag: string, position: string) => {
    for (let n = 1; ; n += 1) {
      const subject = `${variant}_subject_${n}`;
      const decision = await decide(world, flag, subject, position);
      if (decision.value === (variant === 'control' ? 'old' : 'new')) return { subject, decision };
    }
  };

  it('refuses a key that does not exist, and opens with one that does', async () => {
    await page.goto(app.url);
    await signIn('assay_this_key_does_not_exist');
    await page.getByRole('alert').getByText('this key is not valid').waitFor();
    expect(await page.getByTestId('sign-in-key').isVisible()).toBe(true);

    await signIn(ADMIN_KEY);
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    const cookies = await context.cookies();
    expect(cookies).toEqual([expect.objectContaining({ httpOnly: true, sameSite: 'Strict' })]);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByTestId('sign-in-key').waitFor();
    expect(mishaps).toEqual([]);
  });

  it('shows a rate move and a rollback happen, without a reload', async () => {
    const experiment = await startExperiment(world, { threshold: '0.4', action: 'rollback' });
    const { key } = (await expectStatus(200, world.owner.get(`/v1/experiments/${experiment.id}`))).body;
    await page.goto(`${app.url}/experiments`);
    await signIn(ADMIN_KEY);
    await row(key).waitFor();
    await attribute(row(key).getByTestId('experiment-state'), 'data-state', 'running');
    await row(key).getByRole('link').first().click();
    await page.waitForURL(`**/experiments/${experiment.id}`);
    await page.evaluate(() => Object.assign(window, { openedOnce: true }));

    const state = page.locator('.experiment-header').getByTestId('experiment-state');
    const rate = (variant: string): Locator => page.getByTestId(`rate-${world.metric}-${variant}`);
    await attribute(state, 'data-state', 'running');
    await attribute(page.getByTestId('live-state'), 'data-state', 'live');
    await attribute(rate('control'), 'data-value', '');
    expect(await page.getByTestId('trigger-banner').count()).toBe(0);

    const old = await subjectIn('control', experiment.flag, experiment.position);
    const exposed = (of: typeof old) => telemetry(world.exposure, of.decision, of.subject);
    const crashed = (of: typeof old) => telemetry(world.crash, of.decision, of.subject);
    await record(world, [exposed(old), exposed(old), exposed(old), exposed(old), crashed(old)]);
    await attribute(rate('control'), 'data-value', '0.25');
    await record(world, [exposed(old)]);
    await attribute(rate('control'), 'data-value', '0.2');
    await attribute(state, 'data-state', 'running');

    const treated = await subjectIn('treatment', experiment.flag, experiment.position);
    await record(world, [exposed(treated), crashed(treated)]);
    await attribute(state, 'data-state', 'completed');
    await attribute(rate('treatment'), 'data-value', '1');
    const banner = page.getByTestId('trigger-banner');
    await banner.getByText(`${world.metric} 1 > 0.4 for treatment`).waitFor();
    await banner.getByText('rolled back').waitFor();
    await page.getByText(`rolled back by guardrail ${world.metric}`).first().waitFor();
    const history = page.getByTestId('history-list');
    for (const type of ['guardrail_breached', 'experiment_completed']) {
      await history.locator(`[data-type=${type}]`).waitFor();
    }

    expect(await page.evaluate(() => 'openedOnce' in window)).toBe(true);
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Experiments' }).click();
    await attribute(row(key).getByTestId('experiment-state'), 'data-state', 'completed');
    expect(mishaps).toEqual([]);
  });

  it('keeps to its strict policy, and so does the page of the API', async () => {
    const opened = await page.goto(app.url);
    await signIn(ADMIN_KEY);
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    const policy = (await opened?.allHeaders())?.['content-security-policy'] ?? '';
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(policy).toContain("default-src 'none'");

    const api = await page.goto(`${app.url}/docs`);
    await page.getByRole('heading', { name: 'Assay' }).first().waitFor();
    await page.locator('.opblock').first().click();
    await page.locator('.opblock-body').first().waitFor();
    const ofApi = (await api?.allHeaders())?.['content-security-policy'] ?? '';
    expect(ofApi).not.toMatch(/unsafe-(inline|eval)|\*/);
    expect(mishaps).toEqual([]);
  });

  it('runs no script that somebody slips into it', async () => {
    await page.goto(app.url);
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.slippedIn = true';
      document.body.append(script);
    });
    expect(await page.evaluate(() => 'slippedIn' in window)).toBe(false);
    expect(mishaps).toEqual([expect.stringContaining('Content Security Policy')]);
  });

  it('shows a guardrail that compares with control by its margin, beside one with a threshold', async () => {
    const { flag } = await startExperiment(world, { threshold: '0.4', action: 'pause' });
    const variants = [
      { key: 'control', value: 'old', weight: '50', control: true },
      { key: 'treatment', value: 'new', weight: '50' },
    ];
    const guardrails = [
      { metric: world.metric, threshold: '0.4', action: 'pause' },
      { key: 'harm', metric: world.metric, scope: 'treatment_vs_control', margin: '0.02', action: 'rollback' },
    ];
    const draft = { key: `compared_${world.suffix}`, name: 'Compared', flag, variants, guardrails };
    const { id } = (await expectStatus(201, world.owner.post('/v1/experiments', draft))).body;
    await page.goto(`${app.url}/experiments/${id}`);
    await signIn(ADMIN_KEY);
    const card = page.getByRole('article', { name: 'Guardrail harm' });
    await card.getByText('rollback when a treatment is worse than control by more than 2%').waitFor();
    expect(await card.getByRole('table').count()).toBe(0);
    const other = page.getByRole('article', { name: `Guardrail ${world.metric}` });
    await other.getByText('No data yet').first().waitFor();
    expect(mishaps).toEqual([]);
  });

  it('opens an experiment by its address, and says what it does not know', async () => {
    const experiment = await startExperiment(world, { threshold: '0.4', action: 'pause' });
    await page.goto(`${app.url}/experiments/${experiment.id}`);
    await signIn(ADMIN_KEY);
    await attribute(page.getByTestId('experiment-state').first(), 'data-state', 'running');
    expect(mishaps).toEqual([]);

    await page.goto(`${app.url}/experiments/00000000-0000-4000-8000-000000000000`);
    await page.getByRole('heading', { name: 'No such experiment' }).waitFor();
  });
});
