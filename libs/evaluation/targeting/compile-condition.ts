import { type Attributes, SUBJECT_ATTRIBUTE } from './condition.js';
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
  versionComparison,
  type ValueTest,
} from './operators.js';

/** Whether a condition holds for a subject with these attributes. */
export type Matcher = (attributes: Attributes, subject: string | undefined) => boolean;

/** A group as conditions ask for it: its values, or the condition that it is. */
export type Group = ReadonlySet<unknown> | Matcher;
export type Groups = ReadonlyMap<string, Group>;

const NO_GROUPS: Groups = new Map();
const nobody: Matcher = () => false;

/**
 * Compiles a condition to closures, once; docs/targeting.md has the dialect.
 * @param groups name → values, for `$inGroup` and `$notInGroup`; groups that are conditions are for `compileMatcher`
 * @returns a test of attributes that never throws; what `checkCondition` refuses holds for nobody
 */
export function compileCondition(
  condition: unknown,
  groups: Readonly<Record<string, readonly unknown[]>> = {},
): (attributes: Record<string, unknown>) => boolean {
  const sets = new Map<string, Group>();
  for (const [name, values] of Object.entries(groups)) if (Array.isArray(values)) sets.set(name, new Set(values));
  const matcher = compileMatcher(condition, sets);
  return (attributes) => matcher(attributes, undefined);
}

/** The same for the attributes of a subject, which the condition sees as attribute `subjectId`. */
export function compileMatcher(condition: unknown, groups: Groups = NO_GROUPS): Matcher {
  let test: ValueTest;
  try {
    if (!isWithinLimits(condition)) return nobody;
    test = new Compilation(groups).condition(condition, true);
  } catch {
    // Malformed as a whole: where it is negated, a part that is false would let everybody in.
    return nobody;
  }
  return (attributes, subject) => {
    try {
      return test(attributes, attributes, subject);
    } catch {
      // A value that has no text, as objects of the caller's own may have none.
      return false;
    }
  };
}

class Compilation {
  constructor(private readonly groups: Groups) {}

  /** A condition on an object's fields; `top` where these are the attributes themselves. */
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
        return field(name, this.value(expected, false), top);
    }
  }

  private list(conditions: unknown, top: boolean): ValueTest[] {
    if (!Array.isArray(conditions)) throw new TypeError('not a list');
    return conditions.map((each) => this.condition(each, top));
  }

  /** What a value is compared with: itself, or what operators say. */
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
    if (isVersionComparison(name)) return versionComparison(name, expected);
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
        return fitsPattern(expected, false);
      case '$regexi':
        return fitsPattern(expected, true);
      case '$not-regex':
        return fitsPattern(expected, false, false);
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

/** An object to compare with, operators, or neither: both at once are nothing. */
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

/** One of them; of none at all, as the dialect has it, true. */
function any(tests: readonly ValueTest[]): ValueTest {
  if (tests.length === 0) return () => true;
  return (value, attributes, subject) => {
    for (const test of tests) if (test(value, attributes, subject)) return true;
    return false;
  };
}

/** The test of an object's field, by its own properties alone; what is not there is null. */
function field(path: string, test: ValueTest, top: boolean): ValueTest {
  const [name = '', ...rest] = path.split('.');
  if (rest.length > 0) {
    const steps = [name, ...rest];
    return (object, attributes, subject) => test(valueAt(object, steps), attributes, subject);
  }
  if (top && name === SUBJECT_ATTRIBUTE) {
    return (object, attributes, subject) => test(subject ?? ownValue(object, name), attributes, subject);
  }
  return (object, attributes, subject) => test(ownValue(object, name), attributes, subject);
}

/** What is at a path of own properties; null where it ends before. */
export function valueAt(object: unknown, steps: readonly string[]): unknown {
  let value = object;
  for (const step of steps) value = ownValue(value, step);
  return value;
}

function ownValue(object: unknown, name: string): unknown {
  // Any object may be asked for what it has, of whatever type its values are.
  if (object === null || typeof object !== 'object' || !Object.hasOwn(object, name)) return null;
  return (object as Readonly<Record<string, unknown>>)[name];
}
