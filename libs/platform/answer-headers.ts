/** Sent with every answer, unless its route says otherwise: an answer is data, never a page or part of one. */
export const ANSWER_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

/** A page and its files come from this origin alone, and run no inline script or style; images may be in the page. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

/** The Content-Security-Policy of a page. `inlineStyles`: hashes of the styles that the page holds itself. */
export const pagePolicy = (...inlineStyles: readonly string[]): string =>
  [...PAGE_POLICY, ["style-src 'self'", ...inlineStyles.map((hash) => `'${hash}'`)].join(' ')].join('; ');
