import { useEffect, useState } from 'react';
import { displayDecimal } from '../format/decimal.js';
import { problemFrom, server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import type { DraftForm, Experiment } from './form.js';

const PACE_MS = 400;

/** The request for the plan of a form; null while something is missing. */
function askedPlan(form: DraftForm, held: Experiment | null): Schemas['PlanExperimentRequest'] | null {
  const metric = form.metrics.find(({ role }) => role === 'primary')?.metric ?? '';
  const { mde, alpha, power } = form.planned;
  if (metric === '' || [mde, alpha, power].some((text) => text.trim() === '')) return null;
  const ordered = [...form.variants].sort((one, other) => Number(other.control) - Number(one.control));
  const weights = ordered.map(({ weight }) => Number(weight)).filter((weight) => weight > 0);
  return {
    ...{ metric, mde, alpha, power },
    ...(weights.length >= 2 && { weights }),
    ...(held?.startedAt ? { experiment: held.id } : form.flag !== '' && { flag: form.flag }),
  };
}

function usePaced<Value>(value: Value): Value {
  const [paced, setPaced] = useState(value);
  // Each render has another object; its text says whether it is another request.
  const text = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaced(JSON.parse(text) as Value), PACE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paced;
}

/** What the server says of the plan, as it is typed. */
export function PlanAnswer({ form, held }: { readonly form: DraftForm; readonly held: Experiment | null }) {
  const body = usePaced(askedPlan(form, held));
  const { data, error } = server.useQuery(
    'post',
    '/v1/experiments/plan',
    { body: body ?? { metric: '', mde: '1' } },
    { enabled: body !== null, placeholderData: (before) => before, retry: false },
  );
  if (body === null) return <p className="field-hint">With a primary metric, the size of the experiment shows here.</p>;
  if (error !== null) return <p className="field-hint">No size yet: {problemFrom(error).message}</p>;
  if (!data) return <p className="field-hint">Planning…</p>;
  if (data.alwaysValid === null) return <p className="field-hint">{UNREACHABLE[data.reason ?? 'too_many_subjects']}</p>;
  const { alwaysValid, fixed, perDay, baseline } = data;
  return (
    <dl className="facts plan-facts" aria-live="polite">
      <div>
        <dt>Subjects needed</dt>
        <dd>{displayDecimal(alwaysValid.total)}</dd>
      </div>
      <div>
        <dt>At the recent rate</dt>
        <dd>{alwaysValid.days === null ? 'rate not known' : `${displayDecimal(alwaysValid.days)} days`}</dd>
      </div>
      <div>
        <dt>Looked at once only</dt>
        <dd>{fixed === null ? '–' : displayDecimal(fixed.total)}</dd>
      </div>
      <div>
        <dt>Subjects a day</dt>
        <dd>{perDay === null ? 'not known' : displayDecimal(perDay)}</dd>
      </div>
      <div>
        <dt>Control so far</dt>
        <dd>
          {displayDecimal(baseline.mean)} of {displayDecimal(baseline.n)} subjects
        </dd>
      </div>
    </dl>
  );
}

const UNREACHABLE: Readonly<Record<NonNullable<Schemas['ExperimentPlan']['reason']>, string>> = {
  control_mean_zero: 'No size: control is at zero, so no effect is relative to it.',
  no_variance: 'No size: the metric never varied.',
  rate_out_of_range: 'No size: the effect would take the rate out of its range.',
  too_many_subjects: 'No size: it would take too many subjects.',
};
