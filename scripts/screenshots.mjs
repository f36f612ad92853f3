import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';

/**
 * Pictures of the dashboard for the documents: `node scripts/screenshots.mjs <address> <key> [experiment] [flag]`, of an Assay
 * that runs and has something to show. Light, dark and narrow, into docs/images.
 */
const [address, key, experiment, flag] = process.argv.slice(2);
if (address === undefined || key === undefined) throw new Error('name the address and a key');
const OUT = 'docs/images';
const PAGES = [
  ['home', '/'],
  ['flags', '/flags'],
  ...(experiment === undefined ? [] : [['experiment', `/experiments/${experiment}`]]),
  ...(flag === undefined ? [] : [['flag', `/flags/${flag}`]]),
];
const LOOKS = [
  ['light', { viewport: { width: 1280, height: 860 }, colorScheme: 'light' }],
  ['dark', { viewport: { width: 1280, height: 860 }, colorScheme: 'dark' }],
  ['narrow', { viewport: { width: 400, height: 860 }, colorScheme: 'light' }],
];
// What the package sets for its own surroundings.
const UNWANTED =
  /^--(single-process|no-zygote|disable-web-security|allow-running-insecure-content|disable-site-isolation)/;

mkdirSync(OUT, { recursive: true });
const browser = await playwright.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? (await chromium.executablePath()),
  args: chromium.args.filter((flagOfBrowser) => !UNWANTED.test(flagOfBrowser)),
  env: { ...process.env, LANG: 'en_GB.UTF-8', LANGUAGE: 'en_GB' },
});
for (const [look, options] of LOOKS) {
  const context = await browser.newContext({ ...options, baseURL: address, reducedMotion: 'reduce' });
  const headers = { origin: new URL(address).origin, 'assay-request': '1' };
  const answer = await context.request.post('/v1/session', { data: { key }, headers });
  if (!answer.ok()) throw new Error(`signing in: ${answer.status()}`);
  const page = await context.newPage();
  for (const [name, path] of PAGES) {
    await page.goto(path);
    await page.locator('h1').first().waitFor();
    await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined);
    const file = join(OUT, `${name}-${look}.png`);
    await page.screenshot({ path: file });
    process.stdout.write(`${file}\n`);
  }
  await context.close();
}
await browser.close();
