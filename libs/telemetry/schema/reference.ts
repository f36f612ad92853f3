import type { Json, JsonObject } from '../../event-store/index.js';
import { nameOfStep } from '../../primitives/pointer.js';

/** The target of a local reference (`#/…`) in a schema; null if it dangles, which compilation reports. */
export function targetOf(root: JsonObject, ref: string): Json {
  let found: Json | undefined = root;
  for (const part of ref.slice(1).split('/').slice(1)) {
    const name = nameOfStep(part);
    if (found === null || typeof found !== 'object' || !Object.hasOwn(found, name)) return null;
    found = (found as Readonly<Record<string, Json>>)[name];
  }
  return found ?? null;
}
