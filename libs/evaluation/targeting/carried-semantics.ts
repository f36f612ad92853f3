import type { Condition } from './condition.js';
import { valuesIn } from './extent.js';
import { MAX_VALUES_OF_1 } from './limits.js';
import { isVersionComparison } from './operators.js';
import { linearPattern } from './pattern.js';
import { semanticsOf, type Meant, type Semantics } from './semantics.js';

const OLDEST: Semantics = 1;
const PATTERNS: ReadonlySet<string> = new Set(['$regex', '$regexi', '$not-regex']);
/** The texts that semantics 1 gives to null and to a missing value. */
const TEXTS_OF_NOTHING = ['null', 'undefined'] as const;

const known = new WeakMap<Condition, boolean>();

/**
 * The semantics that a snapshot names for a condition. They are left out where all semantics decide alike, so that an
 * older reader can use the snapshot.
 */
export function carriedSemantics(condition: Condition | null, meant: Meant): Meant {
  const semantics = semanticsOf(meant);
  return semantics === OLDEST || condition === null || decidesAlike(condition) ? {} : { semantics };
}

/** The attributes that an experiment names. */
interface Naming {
  readonly targeting: Condition | null;
  readonly bucketBy: string | null;
  readonly dimensions?: readonly { readonly attribute: string }[];
}

/** `carriedSemantics` of an experiment: `bucketBy` and dimensions name attributes, too. */
export function carriedByAudience({ targeting, bucketBy, dimensions = [] }: Naming, meant: Meant): Meant {
  const semantics = semanticsOf(meant);
  const named = [bucketBy, ...dimensions.map(({ attribute }) => attribute)];
  if (semantics !== OLDEST && named.some((name) => name?.includes('.'))) return { semantics };
  return carriedSemantics(targeting, meant);
}

/**
 * True if the condition decides alike in all semantics: it compares no versions, has no pattern that fits the text of
 * nothing, has no name with a dot, and is not too large for older readers.
 */
export function decidesAlike(condition: Condition): boolean {
  let alike = known.get(condition);
  if (alike === undefined) {
    alike = isAlike(condition) && valuesIn(condition) <= MAX_VALUES_OF_1;
    known.set(condition, alike);
  }
  return alike;
}

function isAlike(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return true;
  return Object.entries(value).every(([name, member]: [string, unknown]) => {
    if (isVersionComparison(name) || name.includes('.')) return false;
    if (PATTERNS.has(name) && fitsNothing(member, name === '$regexi')) return false;
    return isAlike(member);
  });
}

function fitsNothing(pattern: unknown, ignoreCase: boolean): boolean {
  const found = linearPattern(pattern, ignoreCase);
  return found !== undefined && TEXTS_OF_NOTHING.some(found);
}
