import { createHash } from 'node:crypto';

/** A page and its files come from this origin alone. It runs no inline script. */
const SAME_ORIGIN = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

const STYLE_ELEMENT = /<style[^>]*>([^]*?)<\/style>/g;
const STYLE_ATTRIBUTE = /\sstyle="([^"]*)"/g;

/**
 * The Content-Security-Policy of a page: of inline styles it takes those that the page has as it is served.
 * @param added styles that the page's own scripts add
 */
export function pagePolicy(html: string, added: readonly string[] = []): string {
  const elements = [...hashesOf(html, STYLE_ELEMENT), ...added.map(hashOf)];
  const attributes = hashesOf(html, STYLE_ATTRIBUTE);
  const styles = ["'self'", ...elements, ...(attributes.length > 0 ? ["'unsafe-hashes'", ...attributes] : [])];
  return [...SAME_ORIGIN, `style-src ${styles.join(' ')}`].join('; ');
}

const hashesOf = (html: string, styles: RegExp): string[] =>
  [...html.matchAll(styles)].map(([, text = '']) => hashOf(text));

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
