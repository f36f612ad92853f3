import type { Browser, BrowserContext, Page } from 'playwright-core';
import { mishapsOf } from './browser.js';

export interface Look {
  readonly width: number;
  readonly scheme: 'light' | 'dark';
}

export const USUAL_LOOK: Look = { width: 1440, scheme: 'light' };

export interface SignedIn {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong on the page so far. */
  readonly mishaps: readonly string[];
}

/** A window of its own, signed in with a key. */
export async function signedIn(browser: Browser, url: string, key: string, look: Look = USUAL_LOOK): Promise<SignedIn> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: look.width, height: 900 },
    colorScheme: look.scheme,
    reducedMotion: 'reduce',
  });
  const answer = await context.request.post('/v1/session', {
    data: { key },
    headers: { origin: url, 'assay-request': '1' },
  });
  if (!answer.ok()) throw new Error(`signing in: ${answer.status()} ${await answer.text()}`);
  const page = await context.newPage();
  return { page, context, mishaps: mishapsOf(page) };
}

/** Waits until the page shows its heading and nothing is loading any more. */
export async function shown(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('.notice-loading') === null);
}
