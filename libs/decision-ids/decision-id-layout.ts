import { putSixteen } from './put-bytes.js';
import { SUBJECT_DIGEST_BYTES } from './subject-digest.js';

/** The signed content of a decision id. */
export interface DecisionClaims {
  readonly environment: string;
  /** A uuid, lower case. */
  readonly experimentId: string;
  readonly phase: number;
  readonly variant: string;
  /** The subject's digest: 16 bytes, base64url. */
  readonly subject: string;
  /** The digest of the bucketed unit: the subject's, unless the experiment buckets by an attribute. */
  readonly unit: string;
  /** Epoch milliseconds; the token keeps whole seconds. */
  readonly issuedAt: number;
  /** False for a decision by an override: its telemetry is accepted but not counted. */
  readonly counted: boolean;
  /** Index of the subject's value in each dimension of the experiment: a byte each, 0 is 'other'. */
  readonly dimensionValues: readonly number[];
}

/*
 * version u8 | key id, environment, variant: u8 length + UTF-8 each | experiment 16 bytes | phase u32 | flags u8 |
 * issued, in seconds, u32 | subject 16 bytes | unit 16 bytes, only if it differs from the subject | values of
 * dimensions: u8 count + a byte each, in version 2 | signature. Integers are big-endian. A token without dimensions has
 * version 1, which every reader knows.
 */
const PLAIN = 1;
const WITH_DIMENSIONS = 2;
/** Most dimensions of an experiment. */
const MOST_DIMENSIONS = 4;
const LARGEST_U8 = 0xff;
const COUNTED = 1;
const WITH_UNIT = 2;
const LONGEST_TEXT = 100;
const UUID_BYTES = 16;
const FIXED_BYTES = UUID_BYTES + 4 + 1 + 4 + SUBJECT_DIGEST_BYTES;
const LARGEST_U32 = 0xffff_ffff;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Bytes of the signature: HMAC-SHA256, truncated. */
export const SIGNATURE_BYTES = 16;
/** Characters of the longest possible token. */
export const LONGEST_TOKEN = Math.ceil(
  ((1 + 3 * (1 + LONGEST_TEXT) + FIXED_BYTES + SUBJECT_DIGEST_BYTES + 1 + MOST_DIMENSIONS + SIGNATURE_BYTES) * 4) / 3,
);

/** The claims that all tokens of one variant in one phase share, and whether the tokens have a unit of their own. */
export interface CommonClaims extends Omit<DecisionClaims, keyof OwnClaims> {
  readonly withUnit: boolean;
  /** Number of dimensions. */
  readonly dimensions: number;
}

/** The claims of a single token. */
type OwnClaims = Pick<DecisionClaims, 'subject' | 'unit' | 'issuedAt' | 'dimensionValues'>;

/** Fills in the claims of one token. @throws RangeError for a claim that the layout cannot hold */
export type FillIn = (claims: OwnClaims) => void;

/** The layout of tokens with the same key and common claims. */
export interface TokenLayout {
  /** Bytes of a token; the last `SIGNATURE_BYTES` are its signature. */
  readonly length: number;
  /** Writes the common claims to a buffer of that length; the result fills in the others, once per token. */
  readonly into: (bytes: Buffer) => FillIn;
}

/** @throws RangeError for a claim that the layout cannot hold */
export function tokenLayout(keyId: string, claims: CommonClaims): TokenLayout {
  check(UUID.test(claims.experimentId), 'experimentId');
  const phase = u32(claims.phase, 'phase');
  const texts = [Buffer.from(keyId), textBytes(claims, 'environment'), textBytes(claims, 'variant')];
  const { dimensions, withUnit } = claims;
  check(dimensions <= MOST_DIMENSIONS, 'dimensionValues');
  const furtherBytes = (withUnit ? SUBJECT_DIGEST_BYTES : 0) + (dimensions === 0 ? 0 : 1 + dimensions);
  const length = texts.reduce((sum, text) => sum + 1 + text.length, 1 + FIXED_BYTES + furtherBytes + SIGNATURE_BYTES);
  const into = (bytes: Buffer): FillIn => {
    let at = bytes.writeUInt8(dimensions === 0 ? PLAIN : WITH_DIMENSIONS, 0);
    for (const text of texts) {
      at = bytes.writeUInt8(text.length, at);
      at += text.copy(bytes, at);
    }
    at += bytes.write(claims.experimentId.replaceAll('-', ''), at, 'hex');
    at = bytes.writeUInt32BE(phase, at);
    const flags = (claims.counted ? COUNTED : 0) | (withUnit ? WITH_UNIT : 0);
    return filling(bytes, bytes.writeUInt8(flags, at), withUnit, dimensions);
  };
  return { length, into };
}

function filling(bytes: Buffer, issuedAtOffset: number, withUnit: boolean, dimensions: number): FillIn {
  return ({ subject, unit, issuedAt, dimensionValues }) => {
    const subjectOffset = bytes.writeUInt32BE(u32(Math.floor(issuedAt / 1000), 'issuedAt'), issuedAtOffset);
    check(putSixteen(subject, bytes, subjectOffset), 'subject');
    if (withUnit) check(putSixteen(unit, bytes, subjectOffset + SUBJECT_DIGEST_BYTES), 'unit');
    if (dimensions > 0) putValues(dimensionValues, bytes, subjectOffset + SUBJECT_DIGEST_BYTES * (withUnit ? 2 : 1));
  };
}

function putValues(values: readonly number[], bytes: Buffer, offset: number): void {
  let at = bytes.writeUInt8(values.length, offset);
  for (const value of values) {
    check(Number.isInteger(value) && value >= 0 && value <= LARGEST_U8, 'dimensionValues');
    at = bytes.writeUInt8(value, at);
  }
}

/** Decodes a token without checking its signature; undefined if it is malformed. */
export function decode(bytes: Buffer): { readonly keyId: string; readonly claims: DecisionClaims } | undefined {
  const [version] = bytes;
  if (version !== PLAIN && version !== WITH_DIMENSIONS) return undefined;
  const keyId = textAt(bytes, 1);
  const environment = keyId && textAt(bytes, keyId.end);
  const variant = environment && textAt(bytes, environment.end);
  if (!variant || bytes.length < variant.end + FIXED_BYTES + SIGNATURE_BYTES) return undefined;
  const phaseAt = variant.end + UUID_BYTES;
  const flags = bytes.readUInt8(phaseAt + 4);
  if ((flags & ~(COUNTED | WITH_UNIT)) !== 0) return undefined;
  const unitBytes = (flags & WITH_UNIT) !== 0 ? SUBJECT_DIGEST_BYTES : 0;
  const plainEnd = variant.end + FIXED_BYTES + unitBytes;
  const dimensionValues = version === PLAIN ? NO_VALUES : valuesAt(bytes, plainEnd);
  if (dimensionValues === undefined) return undefined;
  const valueBytes = version === PLAIN ? 0 : 1 + dimensionValues.length;
  if (bytes.length !== plainEnd + valueBytes + SIGNATURE_BYTES) return undefined;
  const subjectAt = phaseAt + 9;
  const subject = digestAt(bytes, subjectAt);
  const unit = unitBytes === 0 ? subject : digestAt(bytes, subjectAt + SUBJECT_DIGEST_BYTES);
  return {
    keyId: keyId.text,
    claims: {
      environment: environment.text,
      experimentId: uuidAt(bytes, variant.end),
      phase: bytes.readUInt32BE(phaseAt),
      variant: variant.text,
      subject,
      unit,
      issuedAt: bytes.readUInt32BE(phaseAt + 5) * 1000,
      counted: (flags & COUNTED) !== 0,
      dimensionValues,
    },
  };
}

const NO_VALUES: readonly number[] = [];

/** Undefined if there are none or too many: a token without dimensions has the plain version. */
function valuesAt(bytes: Buffer, at: number): readonly number[] | undefined {
  const count = bytes[at] ?? 0;
  return count === 0 || count > MOST_DIMENSIONS ? undefined : [...bytes.subarray(at + 1, at + 1 + count)];
}

function textBytes(claims: CommonClaims, name: 'environment' | 'variant'): Buffer {
  const bytes = Buffer.from(claims[name]);
  check(bytes.length >= 1 && bytes.length <= LONGEST_TEXT, name);
  return bytes;
}

/** `end` can be beyond the bytes; the check of the total length finds that. */
function textAt(bytes: Buffer, at: number): { readonly text: string; readonly end: number } | undefined {
  const length = bytes[at];
  if (length === undefined) return undefined;
  const end = at + 1 + length;
  return { text: bytes.toString('utf8', at + 1, end), end };
}

const digestAt = (bytes: Buffer, at: number): string => bytes.toString('base64url', at, at + SUBJECT_DIGEST_BYTES);

function uuidAt(bytes: Buffer, at: number): string {
  const hex = bytes.toString('hex', at, at + UUID_BYTES);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function u32(value: number, name: string): number {
  check(Number.isInteger(value) && value >= 0 && value <= LARGEST_U32, name);
  return value;
}

function check(holds: boolean, name: string): void {
  if (!holds) throw new RangeError(`a decision id cannot hold this ${name}`);
}
