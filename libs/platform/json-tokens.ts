import { below } from '../primitives/pointer.js';

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},]|-?\d[\d.eE+-]*/g;

/** An array or object around a token. */
export interface Holder {
  /** Where its text begins. */
  readonly from: number;
  /** The current member of an object, or the index of the item of a list. */
  name: string | number;
  /** True if the next text is the name of a member. */
  isNamed: boolean;
}

/** A number or text that is a value, or a bracket. */
export interface JsonToken {
  readonly text: string;
  /** Where the token begins. */
  readonly at: number;
  /** The arrays and objects around it, the outermost first. Reused: valid until the next token. */
  readonly around: readonly Holder[];
}

/**
 * The values and brackets of a JSON text, in one pass without recursion. Of a closing bracket, `around` still ends with
 * what it closes.
 * @param text valid JSON
 */
export function* jsonTokens(text: string): Iterable<JsonToken> {
  const around: Holder[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match;
    const at = match.index;
    const holder = around.at(-1);
    if (token === ',') toNext(holder);
    else if (token === '[' || token === '{')
      around.push({ from: at, name: token === '[' ? 0 : '', isNamed: token === '{' });
    else if (token === ']' || token === '}') {
      yield { text: token, at, around };
      around.pop();
    } else if (holder?.isNamed) {
      // The cast is safe, because a name is a JSON string.
      holder.name = JSON.parse(token) as string;
      holder.isNamed = false;
    } else yield { text: token, at, around };
  }
}

function toNext(holder: Holder | undefined): void {
  if (typeof holder?.name === 'number') holder.name += 1;
  else if (holder) holder.isNamed = true;
}

/** The pointer of a value within holders. @param shown converts the name of a member */
export const pointerOf = (around: readonly Holder[], shown = (name: string): string => name): string =>
  around.reduce((pointer, { name }) => below(pointer, typeof name === 'string' ? shown(name) : name), '');

/**
 * The texts of objects and lists in a JSON text. Of a member written twice it is the last, as in JSON.parse.
 * @param wanted their pointers
 */
export function textsAt(text: string, wanted: ReadonlySet<string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const steps = new Set([...wanted].map((pointer) => pointer.split('/').length - 1));
  for (const { text: token, at, around } of jsonTokens(text)) {
    if ((token !== ']' && token !== '}') || !steps.has(around.length - 1)) continue;
    const pointer = pointerOf(around.slice(0, -1));
    const from = around.at(-1)?.from;
    if (wanted.has(pointer)) found.set(pointer, text.slice(from, at + 1));
  }
  return found;
}
