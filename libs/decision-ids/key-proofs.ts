import { createHmac } from 'node:crypto';
import { sameSecret } from '../primitives/same-secret.js';
import type { DecisionKey } from './decision-keys.js';
import type { Digest } from './subject-digest.js';

/** Proves that two sides have the same keys without revealing them: digests of a fixed text under the keys. */
export interface KeyProofs {
  readonly subject: string;
  readonly decision: readonly { readonly id: string; readonly proof: string }[];
}

const FIXED_TEXT = 'assay key proof';

/** Proofs of the subject key and of all decision keys. */
export function keyProofsOf(keys: readonly DecisionKey[], digest: Digest): KeyProofs {
  return { subject: digest(FIXED_TEXT), decision: keys.map(({ id, secret }) => ({ id, proof: proofOf(secret) })) };
}

/**
 * Compares the keys of a provider with the server's proofs. The subject key must be the server's. The first decision
 * key must be one of the server's.
 * @returns the problem, or undefined if the keys fit
 */
export function keyProblem([signing]: readonly DecisionKey[], digest: Digest, server: KeyProofs): string | undefined {
  if (!sameSecret(digest(FIXED_TEXT), server.subject)) return "the subject key is not the server's";
  const known = server.decision.find(({ id }) => id === signing?.id);
  if (signing === undefined || !known) return 'the server does not know the decision key that signs';
  const isServers = sameSecret(known.proof, proofOf(signing.secret));
  return isServers ? undefined : `the decision key ${signing.id} is not the server's`;
}

const proofOf = (secret: string): string => createHmac('sha256', secret).update(FIXED_TEXT).digest('base64url');
