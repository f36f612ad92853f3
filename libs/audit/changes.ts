import type { Json } from '../event-store/index.js';
import { SECRET_FIELDS } from '../event-sourcing/secret-fields.js';
import { stringifyAsWritten } from '../primitives/written-json.js';

/** A field of a state that an event changed. A value that is left out for its size is absent. */
export interface Change {
  readonly field: string;
  /** Null if there was no value. */
  readonly before?: Json;
  readonly after?: Json;
  readonly omitted?: true;
}

/** As JSON in UTF-8; a group can have thousands of subjects. */
const MAX_VALUE_BYTES = 8 * 1024;
/** Changes with every event, as the entry itself says. */
const UNSHOWN: readonly string[] = ['updatedAt', ...SECRET_FIELDS];

/** The fields at the top of a state that differ, in the order of the fields. Null: there was or is nothing. */
export function changesBetween(before: object | null, after: object | null): readonly Change[] {
  const [old, current] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...old.keys(), ...current.keys()])].filter((name) => !UNSHOWN.includes(name));
  return names.flatMap((field) => {
    const [was, is] = [old.get(field) ?? null, current.get(field) ?? null];
    if (was === is) return [];
    const [wasText, isText] = [stringifyAsWritten(was), stringifyAsWritten(is)];
    return wasText === isText ? [] : [change(field, [was, wasText], [is, isText])];
  });
}

type Written = readonly [value: Json, text: string];

function change(field: string, [before, beforeText]: Written, [after, afterText]: Written): Change {
  const [showsBefore, showsAfter] = [isShort(beforeText), isShort(afterText)];
  return {
    field,
    ...(showsBefore && { before }),
    ...(showsAfter && { after }),
    ...((!showsBefore || !showsAfter) && { omitted: true }),
  };
}

const isShort = (text: string): boolean => Buffer.byteLength(text) <= MAX_VALUE_BYTES;

// States contain only JSON values.
const fieldsOf = (state: object | null): ReadonlyMap<string, Json> =>
  new Map(Object.entries((state ?? {}) as Readonly<Record<string, Json>>));
