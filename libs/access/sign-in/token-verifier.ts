import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import QuickLRU from 'quick-lru';
import { createHash } from 'node:crypto';
import type { Clock } from '../../platform/clock.js';
import type { TokenConfig } from '../../platform/sign-in-config.js';
import { unavailable } from '../../platform/problem.js';
import { personOf } from './claims.js';
import type { ExternalUsers } from './external-users.js';

const JWKS_TIMEOUT_MS = 5_000;
const JWKS_AGE_MS = 10 * 60 * 1000;
const JWKS_COOLDOWN_MS = 30_000;
const CLOCK_TOLERANCE_SECONDS = 5;
const KNOWN = 1_000;
/** The user of a token is found anew after that, so that a changed role counts. */
const KNOWN_FOR_MS = 60_000;

/** Three parts of base64url: no API key has two dots. */
export const isToken = (secret: string): boolean => /^[\w-]{2,}\.[\w-]{2,}\.[\w-]{2,}$/.test(secret);

/** A token that is valid, until `endsAt` (epoch milliseconds). */
export interface VerifiedToken {
  readonly userId: string;
  readonly endsAt: number;
}

/** Verifies tokens (JWT) of an identity provider by its public keys. */
export class TokenVerifier {
  private readonly keys: JWTVerifyGetKey;
  /** By the hash of the token. */
  private readonly known = new QuickLRU<string, VerifiedToken>({ maxSize: KNOWN, maxAge: KNOWN_FOR_MS });

  constructor(
    private readonly config: TokenConfig,
    private readonly users: ExternalUsers,
    private readonly clock: Clock,
  ) {
    this.keys = createRemoteJWKSet(new URL(config.jwksUrl), {
      timeoutDuration: JWKS_TIMEOUT_MS,
      cacheMaxAge: JWKS_AGE_MS,
      cooldownDuration: JWKS_COOLDOWN_MS,
    });
  }

  /**
   * Undefined for a token that is forged, expired, or of another issuer or audience.
   * @throws Problem 503 if the provider's keys cannot be had, Refusal if the person may not use Assay
   */
  async verify(token: string): Promise<VerifiedToken | undefined> {
    const hash = createHash('sha256').update(token).digest('base64');
    const known = this.known.get(hash);
    const now = this.clock.now();
    if (known && known.endsAt > now.getTime()) return known;
    const claims = await this.claimsOf(token, now);
    const person = claims && personOf(this.config.issuer, claims);
    if (!person || typeof claims?.exp !== 'number') return undefined;
    const verified = { userId: (await this.users.userOf(person)).id, endsAt: claims.exp * 1000 };
    this.known.set(hash, verified);
    return verified;
  }

  private async claimsOf(token: string, now: Date) {
    const { issuer, audience, algorithms } = this.config;
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        ...{ issuer, audience, algorithms: [...algorithms], currentDate: now },
        ...{ clockTolerance: CLOCK_TOLERANCE_SECONDS, requiredClaims: ['sub', 'exp'] },
      });
      return payload;
    } catch (error) {
      if (isOfToken(error)) return undefined;
      throw unavailable('provider_unavailable', 'the keys of the identity provider cannot be had; try again');
    }
  }
}

/** True for faults of the token itself; the others are of the way to the provider's keys. */
const isOfToken = (error: unknown): boolean =>
  error instanceof errors.JWTClaimValidationFailed ||
  error instanceof errors.JWTExpired ||
  error instanceof errors.JWTInvalid ||
  error instanceof errors.JWSInvalid ||
  error instanceof errors.JWSSignatureVerificationFailed ||
  error instanceof errors.JOSEAlgNotAllowed ||
  error instanceof errors.JOSENotSupported ||
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys;
