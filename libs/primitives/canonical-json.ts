import { createHash } from 'node:crypto';

/**
 * JSON by RFC 8785: sorted keys and no white space, so that equal values have equal texts. Undefined members are left
 * out. What JSON does not have is written as `JSON.stringify` does: NaN as null, a lone surrogate as its escape. The
 * library `canonicalize` throws for both and takes 1.7 times as long, so it only checks this text, in the tests.
 * Depth must be bounded by the caller (request bodies are).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? '' : ','}${canonicalJson(item)}`;
    return `[${text}]`;
  }
  const members = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** SHA-256 of the canonical JSON, hexadecimal. */
export const hashOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');
