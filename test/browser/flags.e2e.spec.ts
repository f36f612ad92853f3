import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature, type Provider } from '@openfeature/server-sdk';
import type { Browser } from 'playwright-core';
import { startApp, type TestApp } from '../support/apps.js';
import { expectStatus } from '../support/client.js';
import { ADMIN_KEY, startStores, type TestStores } from '../support/stores.js';
import { until } from '../support/until.js';
import { createWorld, type World } from '../support/world.js';
import { openBrowser } from './browser.js';
import { signedIn } from './signed-in.js';

describe('flags in the dashboard', () => {
  let stores: TestStores;
  let app: TestApp;
  let world: World;
  let browser: Browser;

  beforeAll(async () => {
    stores = await startStores('postgresql');
    app = await startApp('standalone', stores.environment);
    world = await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY);
    await expectStatus(201, world.admin.post('/v1/environments', { key: 'staging', name: 'Staging' }));
    browser = await openBrowser();
  });

  afterAll(async () => {
    await OpenFeature.close();
    await browser.close();
    await app.stop();
    await stores.stop();
  });

  it('makes one, orders its rules, turns it off in one environment: a stock client sees each', async () => {
    const flag = `flag_${randomUUID().slice(0, 8)}`;
    const { page, context, mishaps } = await signedIn(browser, app.url, world.owner.key);
    const provider = new OFREPProvider({
      baseUrl: app.url,
      headers: [['Authorization', `Bearer ${world.product.key}`]],
    });
    await OpenFeature.setProviderAndWait(provider as Provider);
    const client = OpenFeature.getClient();
    const serves = (value: string, country: string) =>
      until(`${value} for ${country}`, async () => {
        const found = await client.getStringValue(flag, 'missing', { targetingKey: 'sue', country });
        return found === value;
      });

    await page.goto('/flags');
    await page.getByRole('button', { name: 'New flag' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'New flag' });
    await dialog.getByLabel('Key', { exact: true }).fill(flag);
    await dialog.getByLabel('Type').selectOption('string');
    await dialog.getByLabel('Name 1').fill('classic');
    await dialog.getByLabel('Value 1').fill('classic');
    await dialog.getByRole('button', { name: 'Add a variant' }).click();
    await dialog.getByLabel('Name 2').fill('new');
    await dialog.getByLabel('Value 2').fill('new');
    await dialog.getByLabel('Serves by default').selectOption('classic');
    await dialog.getByRole('button', { name: 'Make the flag' }).click();
    await page.waitForURL(`**/flags/${flag}*`);
    await serves('classic', 'DE');

    const rules = page.getByRole('region', { name: 'Rules' });
    for (const [name, condition, variant] of [
      ['everybody', '{}', 'classic'],
      ['Germany', '{"country":"DE"}', 'new'],
    ] as const) {
      await rules.getByRole('button', { name: 'Add a rule' }).click();
      const rule = rules.getByRole('listitem', { name: /^Rule \d$/ });
      await rule.getByLabel('As JSON').fill(condition);
      await rule.getByLabel('Serve').selectOption(variant);
      await rule.getByLabel(/^Name of rule/).fill(name);
    }
    await rules.getByRole('button', { name: 'Save the rules' }).click();
    await page.getByText(`The rules of ${flag} are saved`).waitFor();
    await serves('classic', 'DE');

    await rules.getByRole('button', { name: 'Move Germany up' }).click();
    await rules.getByRole('button', { name: 'Save the rules' }).click();
    await serves('new', 'DE');
    await serves('classic', 'AT');

    await page.getByRole('switch', { name: `${flag} in staging` }).click();
    await page.getByText(`${flag} is off in staging`).waitFor();
    await serves('new', 'DE');
    await page.getByRole('switch', { name: `${flag} in production` }).click();
    await serves('classic', 'DE');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await serves('new', 'DE');

    expect(mishaps).toEqual([]);
    await context.close();
  });

  it('shows an editor what somebody else saved meanwhile, and lets them choose', async () => {
    const flag = `flag_${randomUUID().slice(0, 8)}`;
    const variants = { on: true, off: false };
    const draft = { key: flag, type: 'boolean', variants, defaultVariant: 'off' };
    await expectStatus(201, world.owner.post('/v1/flags', draft));
    const { page, context, mishaps } = await signedIn(browser, app.url, world.owner.key);
    await page.goto(`/flags/${flag}`);
    const rules = page.getByRole('region', { name: 'Rules' });
    await rules.getByRole('button', { name: 'Add a rule' }).click();
    await rules.getByLabel('Name of rule 1').fill('mine');
    const theirs = [{ name: 'theirs', when: { country: 'DE' }, serve: 'on' }];
    await expectStatus(200, world.owner.put(`/v1/flags/${flag}/rules`, theirs));
    await rules.getByRole('button', { name: 'Save the rules' }).click();
    await rules.getByRole('alert').getByText('1. theirs').waitFor();
    expect(await rules.getByLabel('Name of rule 1').inputValue()).toBe('mine');
    await rules.getByRole('button', { name: 'Keep mine' }).click();
    await rules.getByRole('button', { name: 'Save the rules' }).click();
    await page.getByText(`The rules of ${flag} are saved`).waitFor();
    const { body } = await expectStatus(200, world.owner.get(`/v1/flags/${flag}`));
    expect(body.rules).toMatchObject([{ name: 'mine' }]);

    await rules.getByLabel('Name of rule 1').fill('unsaved');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Audit' }).click();
    const question = page.getByRole('dialog', { name: 'Leave without saving?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(await rules.getByLabel('Name of rule 1').inputValue()).toBe('unsaved');
    expect(mishaps.filter((mishap) => !mishap.includes('status of 412'))).toEqual([]);
    await context.close();
  });

  it('says step by step why a subject gets what it gets', async () => {
    const flag = `flag_${randomUUID().slice(0, 8)}`;
    const variants = { on: true, off: false };
    await expectStatus(
      201,
      world.owner.post('/v1/flags', { key: flag, type: 'boolean', variants, defaultVariant: 'off' }),
    );
    const rules = [{ name: 'Germany', when: { country: 'DE' }, serve: 'on' }];
    await expectStatus(200, world.owner.put(`/v1/flags/${flag}/rules`, rules));
    const { page, context, mishaps } = await signedIn(browser, app.url, world.owner.key);
    await page.goto(`/flags/${flag}?tab=playground`);
    await page.getByLabel('Subject').fill('sue');
    await page.getByLabel('Attributes').fill('{"country":"DE"}');
    await page.getByRole('button', { name: 'Explain' }).click();
    const decision = page.getByRole('region', { name: 'Decision' });
    await decision.getByText('rule match').waitFor();
    await decision.getByText('its condition holds').waitFor();
    await page.getByLabel('Attributes').fill('{"country"');
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByRole('alert').getByText('Write an object as JSON').waitFor();
    expect(mishaps).toEqual([]);
    await context.close();
  });

  it('offers a viewer nothing that would be refused, and says why', async () => {
    const flag = `flag_${randomUUID().slice(0, 8)}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key: flag, type: 'string', default: 'x' }));
    const { admin, suffix } = world;
    const vera = { name: 'Vera', email: `vera.${suffix}@example.org`, role: 'viewer' };
    const { id } = (await expectStatus(201, admin.post('/v1/users', vera))).body;
    const scopes = ['manage', 'read'];
    const { key } = (await expectStatus(201, admin.post('/v1/api-keys', { name: 'vera', userId: id, scopes }))).body;
    const { page, context, mishaps } = await signedIn(browser, app.url, key);
    await page.goto(`/flags/${flag}`);
    const save = page.getByRole('button', { name: 'Save the rules' });
    await save.waitFor();
    expect(await save.getAttribute('aria-disabled')).toBe('true');
    expect(await save.getAttribute('title')).toBe('This needs the role experimenter in production. You are viewer.');
    expect(await page.getByRole('switch', { name: `${flag} in production` }).isDisabled()).toBe(true);
    await page.goto('/people');
    expect(await page.getByRole('button', { name: 'Add a person' }).getAttribute('title')).toContain('role admin');
    expect(mishaps).toEqual([]);
    await context.close();
  });
});
