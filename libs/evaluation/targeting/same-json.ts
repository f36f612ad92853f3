/**
 * Whether a value is the same JSON as one that is expected, the members of objects in any order; undefined members are
 * none. Looks no deeper, and at no more elements, than what is expected has: the value may be large.
 */
export function isSameJson(value: unknown, expected: unknown): boolean {
  if (expected === null || typeof expected !== 'object') return isSameScalar(value, expected);
  if (value === null || typeof value !== 'object') return false;
  if (Array.isArray(expected)) {
    if (!Array.isArray(value) || value.length !== expected.length) return false;
    return expected.every((each, index) => isSameJson(value[index], each));
  }
  return !Array.isArray(value) && hasSameMembers(value, expected);
}

function hasSameMembers(value: object, expected: object): boolean {
  // Any object may be asked for what it has, of whatever type its values are.
  const [given, wanted] = [value as Readonly<Record<string, unknown>>, expected as Readonly<Record<string, unknown>>];
  const names = membersOf(wanted);
  for (const name of names) {
    if (!Object.hasOwn(given, name) || given[name] === undefined || !isSameJson(given[name], wanted[name]))
      return false;
  }
  return membersOf(given).length === names.length;
}

const membersOf = (object: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(object).filter((name) => object[name] !== undefined);

function isSameScalar(value: unknown, expected: unknown): boolean {
  if (value === expected) return true;
  if (typeof value === 'string' || typeof expected === 'string') return false;
  if (value !== null && typeof value === 'object') return false;
  return JSON.stringify(value ?? null) === JSON.stringify(expected ?? null);
}
