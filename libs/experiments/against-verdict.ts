import { Refusal } from '../primitives/refusal.js';
import type { VerdictKind } from '../statistics/index.js';
import { attachedOf } from './content/metrics.js';
import type { Experiment } from './experiment.js';
import type { Outcome } from './experiment.events.js';
import type { ExperimentVerdict, KnownVerdict } from './verdicts.js';

/** True if it declares what a verdict follows from: a primary metric or a margin. */
export const declaresVerdict = (experiment: Experiment): boolean =>
  experiment.primaryMetric !== null || attachedOf(experiment).some(({ margin }) => margin !== null);

export const rollsOutTreatment = ({ variants }: Experiment, { kind, winner }: Outcome): boolean =>
  kind === 'rollout' && !variants.some(({ key, control }) => control && key === winner);

/** Without a primary metric no treatment can be `ship`, so only these speak against one. */
const AGAINST_WITHOUT_PRIMARY: readonly VerdictKind[] = ['harmful', 'unhealthy'];

/**
 * The verdict that an outcome is against; null if it is against none. A treatment is judged by its own verdict, so that
 * a harmful arm does not pass because another arm is still undecided.
 */
export function opposedBy(
  experiment: Experiment,
  outcome: Outcome,
  verdict: ExperimentVerdict | null,
): KnownVerdict | null {
  if (verdict === null || !declaresVerdict(experiment)) return null;
  if (!rollsOutTreatment(experiment, outcome)) return verdict.kind === 'ship' ? verdict : null;
  const ofArm = verdict.arms.find(({ variant }) => variant === outcome.winner);
  if (ofArm?.kind === 'ship') return null;
  const found = ofArm ?? verdict;
  return experiment.primaryMetric !== null || AGAINST_WITHOUT_PRIMARY.includes(found.kind) ? found : null;
}

/** @throws Refusal `against_verdict` unless the comment contains the verdict's word */
export function checkNamed({ kind, variant, reasons }: KnownVerdict, outcome: Outcome, comment: string | null): void {
  if (comment !== null && names(comment, kind)) return;
  const whose = variant === null ? 'the verdict' : `the verdict on ${variant}`;
  const does = outcome.winner === null ? outcome.kind : `a ${outcome.kind} of ${outcome.winner}`;
  const message =
    `${whose} is ${kind} (${reasons.join(', ')}), and ${does} is against it: ` +
    `send a comment that says why and contains the word "${kind}"`;
  throw new Refusal('conflict', 'against_verdict', message, '/comment', { verdict: kind, reasons });
}

/** As a word of its own: 'shipping' does not name `ship`. "Keep running" and "keep-running" name `keep_running`. */
function names(comment: string, kind: VerdictKind): boolean {
  const text = comment.toLowerCase().replace(/[\s-]+/g, '_');
  return new RegExp(`(?<![\\p{L}\\p{N}])${kind}(?![\\p{L}\\p{N}])`, 'u').test(text);
}
