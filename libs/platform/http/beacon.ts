import type { FastifyRequest } from 'fastify';
import type { Body } from '../body-parser.js';
import { Problem } from '../problem.js';

/** The largest beacon. Browsers send none above 64 KiB. */
export const MAX_BEACON_BYTES = 64 * 1024;

const NONE = '';
const LONGEST_KEY = 512;
const keys = new WeakMap<FastifyRequest, string>();

/** The body without its member `key`, which is kept apart: no check of the body and no answer shows it. */
export function withoutKey(request: FastifyRequest, { value, faults }: Body): Body {
  const rest = faults.filter(({ pointer }) => pointer !== '/key');
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    keys.set(request, NONE);
    return { value, faults: rest };
  }
  const { key, ...others } = value as Readonly<Record<string, unknown>>;
  keys.set(request, typeof key === 'string' && key.length <= LONGEST_KEY ? key : NONE);
  return { value: others, faults: rest };
}

/** The key in the body of a beacon, '' if it has none; undefined for every other request. */
export const beaconKeyOf = (request: FastifyRequest): string | undefined => keys.get(request);

/** @throws Problem 415, 413 */
export function checkBeacon(raw: Buffer, isTaken: boolean): void {
  if (!isTaken)
    throw new Problem(415, 'unsupported_media_type', 'the body has a type that is not taken here; send JSON');
  if (raw.length <= MAX_BEACON_BYTES) return;
  throw new Problem(413, 'content_too_large', `a body of type text/plain has at most ${MAX_BEACON_BYTES} bytes`);
}
