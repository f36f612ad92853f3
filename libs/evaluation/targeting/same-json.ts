/**
 * True if a value is the same JSON as the expected one. The order of members does not matter; undefined members are
 * ignored. The value may be large, so the comparison goes no deeper, and reads no more elements, than `expected` has.
 */
export function isSameJson(value: unknown, expected: unknown): boolean {
  if (expected === null || typeof expected !== 'object') return isSameScalar(value, expected);
  if (value === null || typeof value !== 'object') return false;
  if (Array.isArray(expected)) {
    if (!Array.isArray(value) || value.length !== expected.length) return false;
    return expected.every((each, index) => isSameJson(value[index], each));
  }
  // The casts are safe: every object has string keys with values of unknown type.
  return !Array.isArray(value) && hasSameMembers(value as Members, expected as Members);
}

type Members = Readonly<Record<string, unknown>>;

function hasSameMembers(given: Members, wanted: Members): boolean {
  const names = membersOf(wanted);
  for (const name of names) {
    if (!Object.hasOwn(given, name) || given[name] === undefined || !isSameJson(given[name], wanted[name]))
      return false;
  }
  return membersOf(given).length === names.length;
}

const membersOf = (object: Members): string[] => Object.keys(object).filter((name) => object[name] !== undefined);

function isSameScalar(value: unknown, expected: unknown): boolean {
  if (value === expected) return true;
  if (typeof value === 'string' || typeof expected === 'string') return false;
  if (value !== null && typeof value === 'object') return false;
  return JSON.stringify(value ?? null) === JSON.stringify(expected ?? null);
}
