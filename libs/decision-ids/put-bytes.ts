/*
 * Buffer's own methods call native code, which costs more than it saves for short texts on the hot path. Saves 27% of a
 * decision with an id in process (docs/performance.md).
 */

/** Writes the bytes of a binary string, one per character. */
export function putBinary(text: string, bytes: Uint8Array, at: number, length: number): void {
  for (let index = 0; index < length; index += 1) bytes[at + index] = text.charCodeAt(index);
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const NO_SEXTET = 0xff;
const SEXTETS = new Uint8Array(0x80).fill(NO_SEXTET);
for (let sextet = 0; sextet < ALPHABET.length; sextet += 1) SEXTETS[ALPHABET.charCodeAt(sextet)] = sextet;

const CHARACTERS = 22;
const WHOLE_GROUPS = 20;
// 22 characters hold 132 bits: the last four are zero.
const LAST_BITS = 0x0f;

/** Writes the 16 bytes of 22 base64url characters. Returns false for any other text, and may write garbage then. */
export function putSixteen(text: string, bytes: Uint8Array, at: number): boolean {
  if (text.length !== CHARACTERS) return false;
  let seen = 0;
  let to = at;
  for (let from = 0; from < WHOLE_GROUPS; from += 4) {
    const [a, b, c, d] = [sextet(text, from), sextet(text, from + 1), sextet(text, from + 2), sextet(text, from + 3)];
    seen |= a | b | c | d;
    const group = (a << 18) | (b << 12) | (c << 6) | d;
    bytes[to] = group >> 16;
    bytes[to + 1] = group >> 8;
    bytes[to + 2] = group;
    to += 3;
  }
  const [first, last] = [sextet(text, WHOLE_GROUPS), sextet(text, WHOLE_GROUPS + 1)];
  bytes[to] = (first << 2) | (last >> 4);
  return ((seen | first | last) & ~0x3f) === 0 && (last & LAST_BITS) === 0;
}

const sextet = (text: string, index: number): number => SEXTETS[text.charCodeAt(index)] ?? NO_SEXTET;
