import type { Schemas } from '../server/documents.js';
import type { DraftForm, Experiment } from './form.js';
import type { Measured } from './use-measured.js';

/** What control is expected to be, as typed. */
export interface Assumption {
  readonly mean: string;
  readonly variance: string;
}

export const NO_ASSUMPTION: Assumption = { mean: '', variance: '' };

/** The subjects that an expectation is said to be of: they change no size. */
const ASSUMED_OF = 1_000;

/** The request for the plan of a form; null while something is missing, so that the server need not refuse it. */
export function askedPlan(
  form: DraftForm,
  held: Experiment | null,
  { metric, hasPast }: Measured,
  assumption: Assumption,
): Schemas['PlanExperimentRequest'] | null {
  const { mde, alpha, power } = form.planned;
  if (!(Number(mde) > 0) || !isShare(alpha) || !isShare(power)) return null;
  const baseline = hasPast ? undefined : assumed(metric, assumption);
  if (baseline === null) return null;
  const ordered = [...form.variants].sort((one, other) => Number(other.control) - Number(one.control));
  const weights = ordered.map(({ weight }) => Number(weight)).filter((weight) => weight > 0);
  return {
    ...{ metric: metric.key, mde, alpha, power },
    ...(weights.length >= 2 && { weights }),
    ...(baseline && { baseline }),
    ...(held?.startedAt ? { experiment: held.id } : form.flag !== '' && { flag: form.flag }),
  };
}

const isShare = (text: string): boolean => Number(text) > 0 && Number(text) < 1;

function assumed({ kind }: Schemas['Metric'], { mean, variance }: Assumption): Schemas['BaselineRequest'] | null {
  if (kind === 'conversion') return isShare(mean) ? { n: ASSUMED_OF, mean: Number(mean) } : null;
  if (mean.trim() === '' || !Number.isFinite(Number(mean)) || !(Number(variance) > 0)) return null;
  return { n: ASSUMED_OF, mean: Number(mean), variance: Number(variance) };
}
