import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { startApp, type TestApp } from '../support/apps.js';
import { expectStatus } from '../support/client.js';
import { ADMIN_KEY, startStores, type TestStores } from '../support/stores.js';
import { until } from '../support/until.js';
import { createWorld, type World } from '../support/world.js';
import { mishapsOf, openBrowser } from './browser.js';

interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

describe('experiments in a browser', () => {
  let stores: TestStores;
  let app: TestApp;
  let world: World;
  let browser: Browser;
  let olga: Person;
  let anna: Person;
  let contexts: BrowserContext[] = [];
  let mishaps: (readonly string[])[] = [];

  beforeAll(async () => {
    stores = await startStores('postgresql');
    app = await startApp('standalone', stores.environment);
    world = await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY);
    browser = await openBrowser();
    olga = await person('Olga', 'experimenter');
    anna = await person('Anna', 'approver');
  });

  afterAll(async () => {
    await browser.close();
    await app.stop();
    await stores.stop();
  });

  beforeEach(() => {
    contexts = [];
    mishaps = [];
  });

  afterEach(async () => {
    for (const context of contexts) await context.close();
  });

  const person = async (name: string, role: string): Promise<Person> => {
    const email = `${name.toLowerCase()}.by.password.${world.suffix}@example.org`;
    const password = `a long pass phrase of ${name}`;
    const { id } = (await expectStatus(201, world.admin.post('/v1/users', { name, email, role, password }))).body;
    return { id, name, email, password };
  };

  const flagOf = async (key: string): Promise<string> => {
    const flag = { key: `${key}_${world.suffix}`, type: 'string', default: 'classic' };
    await expectStatus(201, world.admin.post('/v1/flags', flag));
    return flag.key;
  };

  /** A browser of its own, where somebody signed in by password. */
  const signedIn = async ({ email, password }: Person, path: string): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: app.url });
    contexts.push(context);
    const page = await context.newPage();
    mishaps.push(mishapsOf(page));
    await page.goto(path);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).last().click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    return page;
  };

  const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
  const row = (page: Page, name: string): Locator => page.getByRole('group', { name, exact: true });
  const saved = (page: Page): Promise<void> => page.locator('[data-saving=saved]').waitFor();
  const state = (page: Page, name: string): Promise<void> =>
    page.locator(`[data-testid=experiment-state][data-state=${name}]`).first().waitFor();
  const experiment = async (page: Page) => {
    const [, id] = /experiments\/([0-9a-f-]{36})/.exec(page.url()) ?? [];
    return (await expectStatus(200, world.admin.get(`/v1/experiments/${id}`))).body;
  };

  /** A draft on a flag of its own, made by the API as Olga's. */
  const draftOf = async (key: string): Promise<string> => {
    const variants = [
      { key: 'control', value: 'classic', weight: '50', control: true },
      { key: 'treatment', value: 'new', weight: '50' },
    ];
    const draft = { key: `${key}_${world.suffix}`, name: key, flag: await flagOf(key), variants };
    const { id } = (await expectStatus(201, world.admin.post('/v1/experiments', draft))).body;
    await expectStatus(200, world.admin.post(`/v1/experiments/${id}/transfer`, { owner: olga.id }));
    return id;
  };

  it('takes an experiment from its draft, by a review of somebody else, to its start', async () => {
    const flag = await flagOf('checkout');
    const page = await signedIn(olga, '/experiments');
    await page.getByRole('link', { name: 'New experiment' }).click();
    await page.getByLabel('Name', { exact: true }).fill('One-page checkout');
    await page.getByLabel('Flag', { exact: true }).fill(flag);
    await row(page, 'Variant 2').getByLabel('Value').fill('one_page');
    await page.waitForURL('**/experiments/*/edit');
    await saved(page);
    const focused = row(page, 'Variant 2').getByLabel('Value');
    expect(await focused.evaluate((element) => element === document.activeElement)).toBe(true);

    const audience = section(page, 'Audience');
    await audience.getByRole('button', { name: '+ Condition' }).click();
    await row(page, 'Condition 1').getByLabel('Attribute').fill('country');
    await row(page, 'Condition 1').getByLabel('Operator').selectOption('$in');
    await row(page, 'Condition 1').getByLabel('Values, one per line').fill('NL\nBE');
    await audience.getByLabel('Try it on example contexts').fill('{"country":"NL"}\n{"country":"FR"}');
    await audience.getByText('takes part').waitFor();
    expect(await page.getByRole('list', { name: 'Outcome of the examples' }).getByRole('listitem').count()).toBe(2);
    await audience.getByLabel('Traffic, %', { exact: true }).fill('50');

    await section(page, 'Metrics').getByRole('button', { name: 'Add a metric' }).click();
    await row(page, 'Metric 1').getByLabel('Metric', { exact: true }).fill(world.metric);
    await section(page, 'Guardrails').getByRole('button', { name: 'Add a guardrail' }).click();
    await row(page, 'Guardrail 1').getByLabel('Threshold').fill('0.4');
    await row(page, 'Guardrail 1').getByText('healthy days would trip it by chance').waitFor();
    await until('the guardrail is saved', async () => (await experiment(page)).guardrails.length === 1);
    await saved(page);
    expect(await experiment(page)).toMatchObject({
      ...{ status: 'draft', owner: { id: olga.id }, traffic: '50', primaryMetric: world.metric },
      targeting: { country: { $in: ['NL', 'BE'] } },
      guardrails: [{ metric: world.metric, threshold: '0.4', action: 'rollback' }],
    });

    await page.getByRole('link', { name: 'Review and submit' }).click();
    await page.getByText('It has no hypothesis.').waitFor();
    await page.getByRole('button', { name: 'Submit for review' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Submit', exact: true }).click();
    await state(page, 'in_review');
    await page.getByText('It is your own experiment: somebody else reviews it.').first().waitFor();
    const approve = page.getByRole('button', { name: 'Approve' });
    expect(await approve.getAttribute('aria-disabled')).toBe('true');

    const reviewer = await signedIn(anna, new URL(page.url()).pathname);
    await section(reviewer, 'Content').getByText('"country": {').waitFor();
    await reviewer.getByText('0 of 1 approvals.').waitFor();
    await reviewer.getByRole('button', { name: 'Approve' }).click();
    await reviewer.getByRole('dialog').getByLabel('Comment (optional)').fill('Agreed');
    await reviewer.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await state(reviewer, 'approved');

    await state(page, 'approved');
    await page.getByRole('link', { name: 'Go on to start it' }).click();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('dialog').getByText('It takes 50% of the subjects that match').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Start the experiment' }).click();
    await state(page, 'running');
    expect(mishaps.flat()).toEqual([]);
  });

  it('shows at each field what the form and the server find wrong with it, and saves the others', async () => {
    const id = await draftOf('faulty');
    const page = await signedIn(olga, `/experiments/${id}/edit`);
    await page.getByLabel('Name', { exact: true }).fill('Without fault');
    await row(page, 'Variant 1').getByLabel('Weight, %').fill('60');
    await page.getByText('The weights sum to 110, not to 100.').waitFor();
    await row(page, 'Variant 2').getByRole('button', { name: 'Take 10 off for treatment' }).click();
    await saved(page);

    const traffic = section(page, 'Audience').getByLabel('Traffic, %', { exact: true });
    await traffic.fill('120');
    await page.getByLabel('Hypothesis').fill('It is saved anyway');
    await until('the field is marked', async () => (await traffic.getAttribute('aria-invalid')) === 'true');
    const describedBy = (await traffic.getAttribute('aria-describedby')) ?? '';
    const said = await page.locator(`[id="${describedBy.split(' ').at(-1)}"]`).textContent();
    expect(said).toBe('must be between 0 and 100');
    await page.getByText('One field is not saved').waitFor();
    expect(await experiment(page)).toMatchObject({
      ...{ name: 'Without fault', hypothesis: 'It is saved anyway', traffic: '100' },
      variants: [{ weight: '60' }, { weight: '40' }],
    });
    await section(page, 'Audience').getByLabel('As JSON').fill('{ "$unknown": 1 }');
    await page.getByText('there is no operator $unknown here').waitFor();

    await page.getByRole('link', { name: 'Home', exact: true }).click();
    const question = page.getByRole('dialog', { name: 'Leave without saving?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(page.url()).toContain(`/experiments/${id}/edit`);
    await page.getByRole('link', { name: 'Home', exact: true }).click();
    await question.getByRole('button', { name: 'Leave and discard' }).click();
    await page.getByRole('heading', { name: 'Home', exact: true }).waitFor();
    // Chromium reports each refused request.
    expect(mishaps.flat().filter((text) => !text.includes('status of 400'))).toEqual([]);
  });

  it('shows each of two editors what the other changed, and merges both', async () => {
    const id = await draftOf('shared');
    const page = await signedIn(olga, `/experiments/${id}/edit`);
    const traffic = section(page, 'Audience').getByLabel('Traffic, %', { exact: true });
    await traffic.fill('');
    await page.getByText('One field is not saved').waitFor();
    const theirs = { name: 'Named by the admin', traffic: '30', hypothesis: 'The admin knows' };
    await expectStatus(200, world.admin.patch(`/v1/experiments/${id}`, theirs));

    const dialog = page.getByRole('dialog', { name: 'Somebody else changed it' });
    await dialog.getByText('Named by the admin').waitFor();
    await row(page, 'Traffic').getByLabel('Keep').check();
    await dialog.getByRole('button', { name: 'Merge and save' }).click();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Named by the admin');
    expect(await traffic.inputValue()).toBe('');
    await traffic.fill('70');
    await saved(page);
    expect(await experiment(page)).toMatchObject({ ...theirs, traffic: '70' });

    // Without anything of one's own in the way the other's change simply shows.
    await expectStatus(200, world.admin.patch(`/v1/experiments/${id}`, { name: 'Named again' }));
    await until('the name follows', async () => {
      return (await page.getByLabel('Name', { exact: true }).inputValue()) === 'Named again';
    });
    expect(mishaps.flat()).toEqual([]);
  });

  it('finds experiments by an address that can be shared', async () => {
    const id = await draftOf('needle');
    const page = await signedIn(olga, '/experiments');
    await page.keyboard.press('/');
    await page.keyboard.type('needle');
    await page.waitForURL('**/experiments?q=needle');
    await until('only it is listed', async () => (await page.getByTestId(/^experiment-row-/).count()) === 1);
    await page.getByRole('button', { name: 'running', exact: true }).click();
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    await page.goto('/experiments?q=needle&state=draft&sort=name');
    await page.getByTestId(/^experiment-row-needle/).waitFor();
    await page.getByRole('link', { name: 'needle' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/experiments/${id}`);
    expect(mishaps.flat()).toEqual([]);
  });
});
