import { MAX_TEXT } from './limits.js';

const CORE_PARTS = 3;
const PADDED = 5;
const DIGITS = /^[0-9]+$/;
const LINE_ENDS = ['\n', '\r', '\u2028', '\u2029'];

/**
 * A version as a text that sorts as versions do: without a leading v and without build information, its numbers padded,
 * and a release after its pre-releases. What is no version is 0. Source: `paddedVersionString` of GrowthBook.
 */
export function sortableVersion(version: unknown): string {
  const text = typeof version === 'number' ? String(version) : version;
  const given = typeof text === 'string' && text !== '' && text.length <= MAX_TEXT ? text : '0';
  const parts = withoutBuild(given.startsWith('v') ? given.slice(1) : given).split(/[-.]/);
  if (parts.length === CORE_PARTS) parts.push('~');
  return parts.map((part) => (DIGITS.test(part) ? part.padStart(PADDED, ' ') : part)).join('-');
}

/** Cut at the first plus of the last line, by a search: the pattern that says so takes quadratic time. */
function withoutBuild(version: string): string {
  const line = Math.max(...LINE_ENDS.map((end) => version.lastIndexOf(end))) + 1;
  const plus = version.indexOf('+', line);
  return plus < 0 ? version : version.slice(0, plus);
}
