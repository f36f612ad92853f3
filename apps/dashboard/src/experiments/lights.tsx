import type { Schemas } from '../server/documents.js';

type LightsDocument = Schemas['Lights'];
type VerdictKind = NonNullable<LightsDocument['verdict']>['kind'];

const TONES: Readonly<Record<VerdictKind, string>> = {
  unhealthy: 'paused',
  harmful: 'rollback',
  ship: 'rollout',
  no_effect: 'no_effect',
  inconclusive: 'no_effect',
  keep_running: 'approved',
};

/** The verdict and the states of the guardrails, at a glance. */
export function Lights({ lights }: { readonly lights: LightsDocument | null | undefined }) {
  if (!lights) return null;
  const { verdict, guardrails } = lights;
  return (
    <span className="lights">
      {verdict && (
        <span className={`badge badge-${TONES[verdict.kind]}`} title={verdict.variant ?? undefined}>
          {verdict.kind.replaceAll('_', ' ')}
        </span>
      )}
      {guardrails.breached > 0 && <span className="health health-breached">{guardrails.breached} breached</span>}
      {guardrails.healthy > 0 && <span className="health health-healthy">{guardrails.healthy} healthy</span>}
      {guardrails.no_data > 0 && <span className="health">{guardrails.no_data} without data</span>}
    </span>
  );
}
