/**
 * JSON objects and lists as they were written. JavaScript moves names such as "1" to the front, makes 1 of 1.0 and drops
 * white space; so the text of a value that people wrote is kept beside it, as long as the value is passed on uncopied.
 */
import { below, nameOfStep } from './pointer.js';

/** The texts of values in a tree, by their pointers. */
export type Texts = Readonly<Record<string, string>>;

const texts = new WeakMap<object, string>();
// Without any text, which is the rule, nothing has to be looked through.
let isAnyKept = false;

/** Keeps the text that a value was parsed from, unless `JSON.stringify` gives the same. */
export function keepText(value: object, text: string): void {
  if (JSON.stringify(value) === text) return;
  texts.set(value, text);
  isAnyKept = true;
}

/** The kept text of a value; undefined if it has none. */
export const keptText = (value: unknown): string | undefined =>
  isAnyKept && value !== null && typeof value === 'object' ? texts.get(value) : undefined;

/** The text of a value as it was written; of any other, that of `JSON.stringify`. */
export const textAsWritten = (value: unknown): string => keptText(value) ?? JSON.stringify(value);

/** The kept texts in a tree, to be stored beside it; undefined if there are none. */
export function textsIn(tree: unknown): Texts | undefined {
  if (!isAnyKept) return undefined;
  const found = new Map<string, string>();
  collect(tree, '', found);
  // No prototype of its entries is ever set: a pointer is empty or begins with a slash.
  return found.size === 0 ? undefined : Object.fromEntries(found);
}

function collect(tree: unknown, pointer: string, found: Map<string, string>): void {
  if (tree === null || typeof tree !== 'object') return;
  const text = texts.get(tree);
  if (text !== undefined) found.set(pointer, text);
  else for (const [name, member] of Object.entries(tree)) collect(member, below(pointer, name), found);
}

/** Keeps stored texts for the values at their pointers. Other pointers are passed over. @returns the tree */
export function withTexts<T>(tree: T, stored: Texts | undefined): T {
  for (const [pointer, text] of Object.entries(stored ?? {})) {
    const value = pointer.split('/').slice(1).reduce<unknown>(memberOf, tree);
    if (value !== null && typeof value === 'object') keepText(value, text);
  }
  return tree;
}

function memberOf(holder: unknown, step: string): unknown {
  const name = nameOfStep(step);
  if (holder === null || typeof holder !== 'object' || !Object.hasOwn(holder, name)) return undefined;
  return (holder as Readonly<Record<string, unknown>>)[name];
}

const TEXTS = '$texts';

/** `JSON.stringify` of an object for a store, with the kept texts as one more member; `unpacked` takes it off again. */
export function packed(tree: unknown): string {
  const found = textsIn(tree);
  return JSON.stringify(found === undefined ? tree : { ...(tree as object), [TEXTS]: found });
}

/** An object as it was packed: its values have their texts. */
export function unpacked<T>(stored: T): T {
  if (stored === null || typeof stored !== 'object' || !Object.hasOwn(stored, TEXTS)) return stored;
  const { [TEXTS]: found, ...tree } = stored as T & { readonly [TEXTS]: Texts };
  // The cast is safe, because the texts were added to a tree of this type.
  return withTexts(tree as T, found);
}

/** `JSON.stringify` with every value as it was written. */
export function stringifyAsWritten(tree: unknown): string {
  if (!isAnyKept) return JSON.stringify(tree);
  const found: string[] = [];
  // NUL is refused in all input, so no text of a tree begins with it.
  const marked = JSON.stringify(tree, (_, value: unknown) => {
    const text = keptText(value);
    return text === undefined ? value : `\u0000${found.push(text) - 1}`;
  });
  return marked.replace(/"\\u0000(\d+)"/g, (_, index: string) => found[Number(index)] ?? '');
}
