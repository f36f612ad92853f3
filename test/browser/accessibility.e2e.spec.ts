import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startApp, type TestApp } from '../support/apps.js';
import { expectStatus } from '../support/client.js';
import { ADMIN_KEY, startStores, type TestStores } from '../support/stores.js';
import { createWorld, startExperiment, type World } from '../support/world.js';
import { overflowOf, violationsOf } from './axe.js';
import { openBrowser } from './browser.js';
import { shown, signedIn, type Look, type SignedIn } from './signed-in.js';

const LONG = 'a'.repeat(80);
const LOOKS: readonly Look[] = [
  { width: 400, scheme: 'light' },
  { width: 400, scheme: 'dark' },
  { width: 1440, scheme: 'light' },
  { width: 1440, scheme: 'dark' },
];

/** Opens a dialog of a page. */
type Act = (page: Page) => Promise<void>;
const press =
  (name: string | RegExp): Act =>
  (page) =>
    page.getByRole('button', { name }).first().click();

const chosen =
  (name: string): Act =>
  async (page) => {
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name }).click();
  };

describe('every page of the dashboard', () => {
  let stores: TestStores;
  let app: TestApp;
  let world: World;
  let browser: Browser;
  let window: SignedIn;
  let experiment: string;
  let draft: string;

  beforeAll(async () => {
    stores = await startStores('postgresql');
    app = await startApp('standalone', stores.environment);
    world = await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY);
    ({ id: experiment } = await startExperiment(world, { threshold: '0.4', action: 'pause' }));
    const { owner, admin } = world;
    const variants = { [LONG]: LONG, off: 'no' };
    const flag = { key: LONG, type: 'string', variants, defaultVariant: LONG, description: LONG, tags: [LONG] };
    await expectStatus(201, owner.post('/v1/flags', flag));
    const rules = [{ name: LONG, when: { [LONG]: { $in: [LONG] } }, serve: { split: { [LONG]: '50', off: '50' } } }];
    await expectStatus(200, owner.put(`/v1/flags/${LONG}/rules`, rules));
    await expectStatus(201, admin.post('/v1/overrides', { flag: LONG, subject: LONG, variant: 'off' }));
    await expectStatus(
      201,
      admin.post('/v1/users', { name: LONG, email: `${LONG.slice(0, 60)}@example.org`, role: 'viewer' }),
    );
    const arms = Array.from({ length: 20 }, (_, n) => ({
      ...{ key: `${n}${LONG}`.slice(0, 80), value: LONG, weight: '5', control: n === 0 },
    }));
    const content = {
      ...{ key: `draft_${LONG}`.slice(0, 80), name: LONG, flag: LONG, variants: arms, hypothesis: 'שלום '.repeat(40) },
      targeting: { country: { $in: ['NL', LONG] }, $or: [{ plan: 'pro' }, { seats: { $gt: 5 }, [LONG]: LONG }] },
      metrics: [{ metric: world.metric, role: 'primary' }],
      guardrails: [{ metric: world.metric, threshold: '0.4', action: 'rollback' }],
      dimensions: [{ key: 'country', attribute: LONG, values: [LONG, 'NL'] }],
    };
    ({ id: draft } = (await expectStatus(201, admin.post('/v1/experiments', content))).body);
    await expectStatus(201, owner.post('/v1/groups', { key: LONG, when: { [LONG]: LONG } }));
    await expectStatus(201, admin.post('/v1/holdouts', { key: LONG, share: '5', flags: [LONG] }));
    await expectStatus(201, admin.post('/v1/conflict-domains', { key: LONG }));
    browser = await openBrowser();
    window = await signedIn(browser, app.url, ADMIN_KEY);
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await app.stop();
    await stores.stop();
  });

  const userId = async (): Promise<string> =>
    (await expectStatus(200, world.admin.get('/v1/users?limit=200'))).body.items[0].id;

  const pages: readonly (readonly [string, () => string | Promise<string>, Act?])[] = [
    ['the start', () => '/'],
    ['the palette', () => '/', (page) => page.keyboard.press('Control+k')],
    ['the list of experiments', () => '/experiments'],
    ['an experiment', () => `/experiments/${experiment}`],
    ['pausing an experiment', () => `/experiments/${experiment}`, press('Pause')],
    ['completing an experiment', () => `/experiments/${experiment}`, press('Complete')],
    ['changing the traffic', () => `/experiments/${experiment}`, chosen('Change the traffic')],
    ['a new draft', () => '/experiments/new'],
    ['a draft', () => `/experiments/${draft}/edit`],
    ['copying a draft', () => `/experiments/${draft}/edit`, press('Copy')],
    ['a review', () => `/experiments/${draft}/review`],
    ['submitting a draft', () => `/experiments/${draft}/review`, press('Submit for review')],
    ['the list of flags', () => '/flags'],
    ['a new flag', () => '/flags', press('New flag')],
    ['the rules of a flag', () => `/flags/${LONG}`],
    ['the details of a flag', () => `/flags/${LONG}?tab=details`],
    ['the overrides of a flag', () => `/flags/${LONG}?tab=overrides`],
    ['the playground', () => `/flags/${LONG}?tab=playground`, press('Explain')],
    ['the code of a flag', () => `/flags/${LONG}?tab=code`],
    ['the history of a flag', () => `/flags/${LONG}?tab=history`],
    ['archiving a flag', () => `/flags/${LONG}`, press('Archive')],
    ['metrics', () => '/catalogue/metrics'],
    ['a new metric', () => '/catalogue/metrics', press('New metric')],
    ['a metric', () => `/catalogue/metrics/${world.metric}`],
    ['event types', () => '/catalogue/event-types'],
    ['an event type', () => `/catalogue/event-types/${world.exposure}`],
    ['groups', () => '/audience'],
    ['a new group', () => '/audience', press('New group')],
    ['holdouts', () => '/audience?tab=holdouts', press('New holdout')],
    ['conflict domains', () => '/audience?tab=domains'],
    ['overrides', () => '/audience?tab=overrides'],
    ['the participation limit', () => '/audience?tab=limit'],
    ['the learnings', () => '/learnings'],
    ['the audit', () => '/audit'],
    ['the rules of notifications', () => '/notifications'],
    ['the destinations', () => '/notifications?tab=destinations', press('Add a destination')],
    ['the deliveries', () => '/notifications?tab=deliveries'],
    ['people', () => '/people'],
    ['adding a person', () => '/people', press('Add a person')],
    ['a person', async () => `/people/${await userId()}`],
    ['keys', () => '/keys'],
    ['a new key', () => '/keys', press('New key')],
    ['environments', () => '/environments'],
    ['operations', () => '/operations'],
    ["one's own account", () => '/account'],
    ['an unknown page', () => '/experiments/00000000-0000-4000-8000-000000000000'],
  ];

  it.each(pages.map(([name, path, act]) => ({ name, path, act })))(
    '$name: axe finds nothing, and it fits',
    async ({ path, act }) => {
      const { page, mishaps } = window;
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(await path());
      await shown(page);
      await act?.(page);
      for (const { width, scheme } of LOOKS) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme: scheme });
        // Colours alone depend on the scheme.
        const violations = await violationsOf(page, scheme === 'dark' ? ['color-contrast'] : undefined);
        const look = `${width} px, ${scheme}`;
        expect([look, violations, await overflowOf(page)]).toEqual([look, [], 0]);
      }
      expect(mishaps.filter((mishap) => !mishap.includes('status of 404'))).toEqual([]);
    },
  );
});
