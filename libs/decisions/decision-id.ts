import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { decode, encodeUnsigned, LONGEST_TOKEN, SIGNATURE_BYTES, type DecisionClaims } from './decision-id-layout.js';
import { checkedDecisionKeys, type DecisionKey } from './decision-keys.js';

/** How long a decision id is good for, in milliseconds: 30 days. */
export const DECISION_ID_LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;
/** How far ahead of the verifier's clock a decision id may be issued, in milliseconds: 5 minutes. */
export const DECISION_ID_FUTURE_SLACK_MS = 5 * 60 * 1000;

export type DecisionIdRefusal = 'malformed' | 'unknown_key' | 'bad_signature' | 'expired' | 'from_future';

export type DecisionIdVerification =
  { readonly ok: true; readonly claims: DecisionClaims } | { readonly ok: false; readonly reason: DecisionIdRefusal };

export interface DecisionSigner {
  /**
   * A compact, URL-safe token (about 110 characters) of the claims.
   * @throws RangeError for an experiment id that is no lower-case uuid, a subject that is no digest, an environment or
   * variant not of 1 to 100 bytes, a phase or time out of range
   */
  sign(claims: DecisionClaims): string;
  /** What a token claims, or why it is refused; never throws. `now` is in epoch milliseconds. */
  verify(token: string, now: number): DecisionIdVerification;
}

/**
 * Signs with the first key and verifies with all, so that keys rotate.
 * @throws InvalidDecisionKeys
 */
export function createDecisionSigner(keys: readonly DecisionKey[]): DecisionSigner {
  const [current] = checkedDecisionKeys(keys);
  const currentSecret = signingKey(current.secret);
  const secrets = new Map(keys.map(({ id, secret }) => [id, signingKey(secret)]));
  return {
    sign(claims) {
      const bytes = encodeUnsigned(current.id, claims);
      signature(currentSecret, bytes).copy(bytes, bytes.length - SIGNATURE_BYTES);
      return bytes.toString('base64url');
    },
    verify(token, now) {
      const bytes = canonicalBytes(token);
      const decoded = bytes && decode(bytes);
      if (!decoded) return refused('malformed');
      const secret = secrets.get(decoded.keyId);
      if (!secret) return refused('unknown_key');
      const given = bytes.subarray(-SIGNATURE_BYTES);
      if (!timingSafeEqual(given, signature(secret, bytes))) return refused('bad_signature');
      const age = now - decoded.claims.issuedAt;
      if (age > DECISION_ID_LIFETIME_MS) return refused('expired');
      if (age < -DECISION_ID_FUTURE_SLACK_MS) return refused('from_future');
      return { ok: true, claims: decoded.claims };
    },
  };
}

/** A key of its own for this use: were the secret the subjects' key too, a digest could not pass for a signature. */
function signingKey(secret: string): KeyObject {
  return createSecretKey(createHmac('sha256', secret).update('assay decision id').digest());
}

/** The truncated HMAC of all but the signature's own place. */
function signature(secret: KeyObject, bytes: Buffer): Buffer {
  const signed = bytes.subarray(0, -SIGNATURE_BYTES);
  return createHmac('sha256', secret).update(signed).digest().subarray(0, SIGNATURE_BYTES);
}

/** Buffer reads '+', '/', '=', white space and stray bits too; one decision has one text, so all of that is refused. */
function canonicalBytes(token: string): Buffer | undefined {
  if (token.length > LONGEST_TOKEN) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  return bytes.toString('base64url') === token ? bytes : undefined;
}

function refused(reason: DecisionIdRefusal): DecisionIdVerification {
  return { ok: false, reason };
}
