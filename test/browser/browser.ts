import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';

/** What the package sets for its own surroundings: one process ends with its first window, and ours must keep the web's rules. */
const UNWANTED =
  /^--(single-process|no-zygote|disable-web-security|allow-running-insecure-content|disable-site-isolation)/;

/** A real headless Chromium: the one that CHROMIUM_PATH names, else the one that the package brings (Linux x64). */
export async function openBrowser(): Promise<Browser> {
  const named = process.env['CHROMIUM_PATH'];
  return playwright.launch({
    executablePath: named ?? (await chromium.executablePath()),
    args: chromium.args.filter((flag) => !UNWANTED.test(flag)),
    headless: true,
    // As on a desk: the language of a bare server is none that browsers know.
    env: { ...process.env, LANG: 'en_GB.UTF-8', LANGUAGE: 'en_GB' },
  });
}

/**
 * Everything that goes wrong on the page from now on: exceptions, violations of the Content-Security-Policy, console
 * errors. An answer of 401 is none: the dashboard asks who is signed in before anybody is.
 */
export function mishapsOf(page: Page): readonly string[] {
  const mishaps: string[] = [];
  page.on('pageerror', (error) => mishaps.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !text.includes('status of 401')) mishaps.push(text);
  });
  return mishaps;
}
