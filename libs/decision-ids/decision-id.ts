import { createHmac, timingSafeEqual } from 'node:crypto';
import QuickLRU from 'quick-lru';
import {
  decode,
  LONGEST_TOKEN,
  SIGNATURE_BYTES,
  tokenLayout,
  type CommonClaims,
  type DecisionClaims,
} from './decision-id-layout.js';
import { checkedDecisionKeys, type DecisionKey } from './decision-keys.js';
import { createHmacSha256, type HmacSha256 } from './hmac.js';
import { putBinary } from './put-bytes.js';

/** Lifetime of a decision id, in milliseconds: 30 days. */
export const DECISION_ID_LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;
/** How far a decision id's time may be ahead of the verifier's clock, in milliseconds: 5 minutes. */
export const DECISION_ID_FUTURE_SLACK_MS = 5 * 60 * 1000;

const MOST_EXPERIMENTS = 5_000;
/** 50 variants of one phase, counted or not, with a unit or without: earlier phases go first. */
const LAYOUTS_EACH = 200;

export type DecisionIdRefusal = 'malformed' | 'unknown_key' | 'bad_signature' | 'expired' | 'from_future';

export type DecisionIdVerification =
  { readonly ok: true; readonly claims: DecisionClaims } | { readonly ok: false; readonly reason: DecisionIdRefusal };

export interface DecisionSigner {
  /**
   * A compact, URL-safe token of the claims: about 110 characters, 22 more if the unit differs from the subject, up to 7 with dimensions.
   * @throws RangeError for an experiment id that is no lower-case uuid, a subject that is no digest, an environment or
   * variant not of 1 to 100 bytes, a phase or time out of range
   */
  sign(claims: DecisionClaims): string;
  /** The claims of a token, or the reason for its refusal; never throws. `now` is in epoch milliseconds. */
  verify(token: string, now: number): DecisionIdVerification;
}

/**
 * Signs with the first key and verifies with all, so that keys rotate.
 * @throws InvalidDecisionKeys
 */
export function createDecisionSigner(keys: readonly DecisionKey[]): DecisionSigner {
  const [current] = checkedDecisionKeys(keys);
  const hmacs = new Map(keys.map(({ id, secret }) => [id, hmacUnder(secret)]));
  const layouts = new Layouts(current.id, hmacUnder(current.secret));
  return {
    sign: (claims) => layouts.of(claims)(claims),
    verify(token, now) {
      const bytes = canonicalBytes(token);
      const decoded = bytes && decode(bytes);
      if (!decoded) return refused('malformed');
      const hmac = hmacs.get(decoded.keyId);
      if (!hmac) return refused('unknown_key');
      const given = bytes.subarray(-SIGNATURE_BYTES);
      const right = Buffer.from(hmac(bytes.subarray(0, -SIGNATURE_BYTES)), 'binary').subarray(0, SIGNATURE_BYTES);
      if (!timingSafeEqual(given, right)) return refused('bad_signature');
      const age = now - decoded.claims.issuedAt;
      if (age > DECISION_ID_LIFETIME_MS) return refused('expired');
      if (age < -DECISION_ID_FUTURE_SLACK_MS) return refused('from_future');
      return { ok: true, claims: decoded.claims };
    },
  };
}

type Sign = (claims: DecisionClaims) => string;

interface CachedLayout extends CommonClaims {
  readonly sign: Sign;
}

/** A cache of token layouts: one per variant and phase, so few per experiment. */
class Layouts {
  private readonly byExperiment = new QuickLRU<string, CachedLayout[]>({ maxSize: MOST_EXPERIMENTS });

  constructor(
    private readonly keyId: string,
    private readonly hmac: HmacSha256,
  ) {}

  of({ environment, experimentId, phase, variant, counted, subject, unit, dimensionValues }: DecisionClaims): Sign {
    const withUnit = unit !== subject;
    const dimensions = dimensionValues.length;
    const own = this.byExperiment.get(experimentId);
    if (own !== undefined) {
      for (const each of own) {
        const isSame = each.variant === variant && each.phase === phase && each.environment === environment;
        const isLike = each.counted === counted && each.withUnit === withUnit && each.dimensions === dimensions;
        if (isSame && isLike) return each.sign;
      }
    }
    return this.make({ environment, experimentId, phase, variant, counted, withUnit, dimensions });
  }

  private make(common: CommonClaims): Sign {
    const sign = this.signing(common);
    const own = this.byExperiment.get(common.experimentId) ?? [];
    if (own.length >= LAYOUTS_EACH) own.shift();
    own.push({ ...common, sign });
    this.byExperiment.set(common.experimentId, own);
    return sign;
  }

  private signing(common: CommonClaims): Sign {
    const layout = tokenLayout(this.keyId, common);
    const { bytes, digest } = this.hmac.form(layout.length - SIGNATURE_BYTES, SIGNATURE_BYTES);
    const fillIn = layout.into(bytes);
    const signatureAt = bytes.length - SIGNATURE_BYTES;
    return (claims) => {
      fillIn(claims);
      putBinary(digest(), bytes, signatureAt, SIGNATURE_BYTES);
      return bytes.toString('base64url');
    };
  }
}

/** Derives a key for decision ids: even if both secrets are the same, a subject digest never passes for a signature. */
const hmacUnder = (secret: string): HmacSha256 =>
  createHmacSha256(createHmac('sha256', secret).update('assay decision id').digest());

/** Refuses variants of the text that Buffer accepts ('+', '/', '=', white space, stray bits): a decision has one id. */
function canonicalBytes(token: string): Buffer | undefined {
  if (token.length > LONGEST_TOKEN) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  return bytes.toString('base64url') === token ? bytes : undefined;
}

function refused(reason: DecisionIdRefusal): DecisionIdVerification {
  return { ok: false, reason };
}
