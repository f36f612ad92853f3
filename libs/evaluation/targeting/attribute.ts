/** Reads a value from an object of attributes; null if there is none. */
export type Reader = (object: unknown) => unknown;

/** Reads the value at a path such as `company.id`. Only own properties count. */
export function readPath(path: string): Reader {
  const [name = '', ...rest] = path.split('.');
  if (rest.length === 0) return (object) => ownValue(object, name);
  const steps = [name, ...rest];
  return (object) => {
    let value = object;
    for (const step of steps) value = ownValue(value, step);
    return value;
  };
}

/** Like `readPath`, but a property of the whole name comes first. */
export function readNameOrPath(path: string): Reader {
  const read = readPath(path);
  if (!path.includes('.')) return read;
  return (object) => (hasOwn(object, path) ? object[path] : read(object));
}

const ownValue = (object: unknown, name: string): unknown => (hasOwn(object, name) ? object[name] : null);

const hasOwn = (value: unknown, name: string): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && Object.hasOwn(value, name);
