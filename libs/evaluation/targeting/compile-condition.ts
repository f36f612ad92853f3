import { type Attributes, SUBJECT_ATTRIBUTE } from './condition.js';
import { DIALECTS, type Dialect } from './dialect.js';
import { isPlainObject, isWithinLimits } from './extent.js';
import {
  comparison,
  equals,
  exists,
  fitsPattern,
  hasAll,
  hasElement,
  hasSize,
  isComparison,
  isIn,
  isInAnyCase,
  isOfType,
  isVersionComparison,
  never,
  not,
  type ValueTest,
} from './operators.js';
import { CURRENT_SEMANTICS, type Semantics } from './semantics.js';

/** Whether a condition holds for a subject with these attributes. */
export type Matcher = (attributes: Attributes, subject: string | undefined) => boolean;

/** A compiled group: the set of its values, or the matcher of its condition. */
export type Group = ReadonlySet<unknown> | Matcher;
export type Groups = ReadonlyMap<string, Group>;

const NO_GROUPS: Groups = new Map();
const nobody: Matcher = () => false;

/**
 * Compiles a condition to closures; docs/targeting.md describes the dialect.
 * @param groups name → values, for `$inGroup` and `$notInGroup`; only `compileMatcher` takes condition groups
 * @returns a test of attributes that never throws; a condition that `checkCondition` refuses holds for nobody
 */
export function compileCondition(
  condition: unknown,
  groups: Readonly<Record<string, readonly unknown[]>> = {},
  semantics: Semantics = CURRENT_SEMANTICS,
): (attributes: Record<string, unknown>) => boolean {
  const sets = new Map<string, Group>();
  for (const [name, values] of Object.entries(groups)) if (Array.isArray(values)) sets.set(name, new Set(values));
  const matcher = compileMatcher(condition, semantics, sets);
  return (attributes) => matcher(attributes, undefined);
}

/** Like `compileCondition`, with a subject, which the condition sees as attribute `subjectId`. */
export function compileMatcher(condition: unknown, semantics: Semantics, groups: Groups = NO_GROUPS): Matcher {
  let test: ValueTest;
  try {
    if (!isWithinLimits(condition)) return nobody;
    test = new Compilation(DIALECTS[semantics], groups).condition(condition, true);
  } catch {
    // The whole condition is false: if only the malformed part were, a `$not` around it would match everybody.
    return nobody;
  }
  return (attributes, subject) => {
    try {
      return test(attributes, attributes, subject);
    } catch {
      // An object of the caller may have no conversion to text.
      return false;
    }
  };
}

class Compilation {
  constructor(
    private readonly dialect: Dialect,
    private readonly groups: Groups,
  ) {}

  /** A condition on an object's fields; `top` if the object is the attributes themselves. */
  condition(condition: unknown, top: boolean): ValueTest {
    if (!isPlainObject(condition)) throw new TypeError('not an object');
    return all(Object.keys(condition).map((name) => this.member(name, condition[name], top)));
  }

  private member(name: string, expected: unknown, top: boolean): ValueTest {
    switch (name) {
      case '$and':
        return all(this.list(expected, top));
      case '$or':
        return any(this.list(expected, top));
      case '$nor':
        return not(any(this.list(expected, top)));
      case '$not':
        return not(this.condition(expected, top));
      default:
        return this.field(name, this.value(expected, false), top);
    }
  }

  /** Tests an attribute, or a field of an object; a missing one is null. */
  private field(path: string, test: ValueTest, top: boolean): ValueTest {
    const read = this.dialect.reader(path);
    if (top && path === SUBJECT_ATTRIBUTE) {
      return (object, attributes, subject) => test(subject ?? read(object), attributes, subject);
    }
    return (object, attributes, subject) => test(read(object), attributes, subject);
  }

  private list(conditions: unknown, top: boolean): ValueTest[] {
    if (!Array.isArray(conditions)) throw new TypeError('not a list');
    return conditions.map((each) => this.condition(each, top));
  }

  /** The test of a value: equality with a literal, or operators. */
  private value(expected: unknown, ignoreCase: boolean): ValueTest {
    if (!isPlainObject(expected)) return equals(expected, ignoreCase);
    switch (kindOf(expected)) {
      case 'literal':
        return equals(expected);
      case 'mixed':
        return never;
      case 'operators':
        return all(Object.keys(expected).map((name) => this.operator(name, expected[name])));
    }
  }

  private operator(name: string, expected: unknown): ValueTest {
    if (isComparison(name)) return comparison(name, expected);
    if (isVersionComparison(name)) return this.dialect.version(name, expected);
    switch (name) {
      case '$eq':
        return (value) => value === expected;
      case '$ne':
        return (value) => value !== expected;
      case '$in':
        return Array.isArray(expected) ? isIn(new Set(expected)) : never;
      case '$nin':
        return Array.isArray(expected) ? not(isIn(new Set(expected))) : never;
      case '$ini':
        return Array.isArray(expected) ? isInAnyCase(expected) : never;
      case '$nini':
        return Array.isArray(expected) ? not(isInAnyCase(expected)) : never;
      case '$all':
      case '$alli':
        if (!Array.isArray(expected)) return never;
        return hasAll(expected.map((each) => this.value(each, name === '$alli')));
      case '$elemMatch':
        return hasElement(this.element(expected));
      case '$size':
        return hasSize(this.value(expected, false));
      case '$exists':
        return expected ? exists : not(exists);
      case '$type':
        return isOfType(expected);
      case '$regex':
        return fitsPattern(expected, false, true, this.dialect.nullIsText);
      case '$regexi':
        return fitsPattern(expected, true, true, this.dialect.nullIsText);
      case '$not-regex':
        return fitsPattern(expected, false, false, this.dialect.nullIsText);
      case '$inGroup':
        return this.inGroup(expected);
      case '$notInGroup':
        return typeof expected === 'string' ? not(this.inGroup(expected)) : never;
      case '$not':
        return not(this.value(expected, false));
      default:
        return never;
    }
  }

  /** Operators on the elements themselves, or a condition on their fields. */
  private element(expected: unknown): ValueTest {
    if (!isPlainObject(expected)) return never;
    return kindOf(expected) === 'operators' ? this.value(expected, false) : this.condition(expected, false);
  }

  private inGroup(name: unknown): ValueTest {
    const group = typeof name === 'string' ? this.groups.get(name) : undefined;
    if (group === undefined) return never;
    return typeof group === 'function' ? (_, attributes, subject) => group(attributes, subject) : isIn(group);
  }
}

/** Tells a literal object from operators; a mix of both is malformed. */
export function kindOf(expected: Readonly<Record<string, unknown>>): 'literal' | 'operators' | 'mixed' {
  const names = Object.keys(expected);
  const operators = names.filter((name) => name.startsWith('$')).length;
  if (operators === 0) return 'literal';
  return operators === names.length ? 'operators' : 'mixed';
}

function all(tests: readonly ValueTest[]): ValueTest {
  const [first, second, ...more] = tests;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (more.length === 0)
    return (value, attributes, subject) => {
      return first(value, attributes, subject) && second(value, attributes, subject);
    };
  return (value, attributes, subject) => {
    for (const test of tests) if (!test(value, attributes, subject)) return false;
    return true;
  };
}

/** True if one test holds. The dialect makes an empty list true. */
function any(tests: readonly ValueTest[]): ValueTest {
  if (tests.length === 0) return () => true;
  return (value, attributes, subject) => {
    for (const test of tests) if (test(value, attributes, subject)) return true;
    return false;
  };
}
