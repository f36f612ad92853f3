import { createHmac } from 'node:crypto';
import type { DecisionKey } from './decision-keys.js';
import type { Digest } from './subject-digest.js';

/** What shows that two sides have the same keys, and tells nobody the keys: digests under them of a fixed text. */
export interface KeyProofs {
  readonly subject: string;
  readonly decision: readonly { readonly id: string; readonly proof: string }[];
}

const FIXED_TEXT = 'assay key proof';

/** Proofs of the key that digests subjects, and of those that sign or verify decision ids. */
export function keyProofsOf(keys: readonly DecisionKey[], digest: Digest): KeyProofs {
  return { subject: digest(FIXED_TEXT), decision: keys.map(({ id, secret }) => ({ id, proof: proofOf(secret) })) };
}

/**
 * What is wrong with the keys of who decides beside the server, whose proofs these are: the subject key must be the same,
 * the first decision key one that the server verifies with.
 * @returns undefined where nothing is
 */
export function keyProblem([signing]: readonly DecisionKey[], digest: Digest, server: KeyProofs): string | undefined {
  if (digest(FIXED_TEXT) !== server.subject) return "the subject key is not the server's";
  const known = server.decision.find(({ id }) => id === signing?.id);
  if (signing === undefined || !known) return 'the server does not know the decision key that signs';
  return known.proof === proofOf(signing.secret) ? undefined : `the decision key ${signing.id} is not the server's`;
}

const proofOf = (secret: string): string => createHmac('sha256', secret).update(FIXED_TEXT).digest('base64url');
