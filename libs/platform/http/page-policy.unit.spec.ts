import { describe, expect, it } from '@jest/globals';
import { pagePolicy } from './page-policy.js';

describe('the policy of a page', () => {
  it('takes no inline style where the page has none', () => {
    const policy = pagePolicy('<html><body><div class="style"></div></body></html>').split('; ');
    expect(policy).toEqual(expect.arrayContaining(["default-src 'none'", "script-src 'self'", "style-src 'self'"]));
  });

  it('takes the inline styles that the page has, by their hashes, and no inline script', () => {
    const page = '<style>\n a {}\n</style><svg style="width:0"></svg><script>x()</script><style></style>';
    const [style] = pagePolicy(page)
      .split('; ')
      .filter((part) => part.startsWith('style-src'));
    expect(style).toMatch(/^style-src 'self' 'sha256-[^']+' 'sha256-[^']+' 'unsafe-hashes' 'sha256-[^']+'$/);
    expect(pagePolicy(page)).toContain("script-src 'self';");
  });
});
