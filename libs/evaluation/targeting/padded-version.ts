import { MAX_TEXT } from './limits.js';

const CORE_PARTS = 3;
const PADDED = 5;
const DIGITS = /^[0-9]+$/;
const LINE_ENDS = ['\n', '\r', '\u2028', '\u2029'];

/**
 * Converts a version to a text that sorts as versions do. It drops a leading v and build information, pads numbers, and
 * sorts a release after its pre-releases. Other values become 0. Source: `paddedVersionString` of GrowthBook.
 */
export function sortableVersion(version: unknown): string {
  const text = typeof version === 'number' ? String(version) : version;
  const given = typeof text === 'string' && text !== '' && text.length <= MAX_TEXT ? text : '0';
  const parts = withoutBuild(given.startsWith('v') ? given.slice(1) : given).split(/[-.]/);
  if (parts.length === CORE_PARTS) parts.push('~');
  return parts.map((part) => (DIGITS.test(part) ? part.padStart(PADDED, ' ') : part)).join('-');
}

/** Cuts at the first plus of the last line. It searches, because the equivalent pattern takes quadratic time. */
function withoutBuild(version: string): string {
  const line = Math.max(...LINE_ENDS.map((end) => version.lastIndexOf(end))) + 1;
  const plus = version.indexOf('+', line);
  return plus < 0 ? version : version.slice(0, plus);
}
