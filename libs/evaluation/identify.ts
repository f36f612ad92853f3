import type { Decision } from './decision.js';
import type { DecisionSigner, Digest } from '../decision-ids/index.js';

/**
 * Signs the id of a decision. Telemetry reads experiment, variant and subject from it.
 * @param now epoch milliseconds
 * @returns null for a decision without an id
 */
export function decisionIdOf(
  decision: Decision,
  environment: string,
  signer: DecisionSigner,
  digest: Digest,
  now: number,
): string | null {
  if (!decision.identified) return null;
  const subject = digest(decision.subject);
  return signer.sign({
    environment,
    experimentId: decision.experiment.id,
    phase: decision.phase,
    variant: decision.variant,
    subject,
    unit: decision.unit === decision.subject ? subject : digest(decision.unit),
    issuedAt: now,
    counted: decision.counted,
    dimensionValues: decision.dimensionValues,
  });
}
