/** A key that signs decision ids. The token contains `id`, never `secret`. */
export interface DecisionKey {
  readonly id: string;
  readonly secret: string;
}

/** The key that signs, then those that only verify. */
export type DecisionKeys = readonly [current: DecisionKey, ...older: DecisionKey[]];

/** Invalid decision keys; the message never contains a secret. */
export class InvalidDecisionKeys extends Error {
  override readonly name = 'InvalidDecisionKeys';
}

const KEY_ID = /^[A-Za-z0-9._-]{1,100}$/;
const SHORTEST_SECRET = 16;

/**
 * Reads "id:secret,id2:secret2"; the first key signs, all verify. A secret may contain ':' but no ','.
 * @throws InvalidDecisionKeys for a malformed entry, and for keys that `checkedDecisionKeys` refuses
 */
export function parseDecisionKeys(text: string): DecisionKeys {
  const keys = text.split(',').map((entry, index) => {
    const trimmed = entry.trim();
    const colon = trimmed.indexOf(':');
    if (colon < 0) throw new InvalidDecisionKeys(`key ${index + 1} is not of the form id:secret`);
    return { id: trimmed.slice(0, colon), secret: trimmed.slice(colon + 1) };
  });
  return checkedDecisionKeys(keys);
}

/**
 * Checks the keys and returns them.
 * @throws InvalidDecisionKeys for no key, an id not of 1 to 100 of A-Z a-z 0-9 . _ -, an id used twice, a secret shorter
 * than 16 characters
 */
export function checkedDecisionKeys(keys: readonly DecisionKey[]): DecisionKeys {
  const [current, ...older] = keys;
  if (current === undefined) throw new InvalidDecisionKeys('there is no key');
  const ids = new Set<string>();
  keys.forEach(({ id, secret }, index) => {
    if (!KEY_ID.test(id)) throw new InvalidDecisionKeys(`key ${index + 1} has a malformed id`);
    if (ids.has(id)) throw new InvalidDecisionKeys(`key id ${id} is used twice`);
    if (secret.length < SHORTEST_SECRET) {
      throw new InvalidDecisionKeys(`the secret of key ${id} is shorter than ${SHORTEST_SECRET} characters`);
    }
    ids.add(id);
  });
  return [current, ...older];
}
