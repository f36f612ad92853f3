import { useEffect, useState } from 'react';
import { Field } from '../forms/field.js';
import { displayDecimal } from '../format/decimal.js';
import { problemFrom, server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { askedPlan, NO_ASSUMPTION, type Assumption } from './asked-plan.js';
import type { DraftForm, Experiment } from './form.js';
import { useMeasured, type Measured } from './use-measured.js';

const PACE_MS = 400;

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

interface PlanAnswerProps {
  readonly form: DraftForm;
  readonly held: Experiment | null;
}

/** How large an experiment has to be, by its primary metric. */
export function PlanAnswer({ form, held }: PlanAnswerProps) {
  const key = form.metrics.find(({ role }) => role === 'primary')?.metric ?? '';
  const measured = useMeasured(key);
  const [assumption, setAssumption] = useState(NO_ASSUMPTION);
  if (key === '') return <p className="field-hint">With a primary metric, the size of the experiment shows here.</p>;
  if (!measured) return null;
  return (
    <>
      {!measured.hasPast && <AssumptionFields measured={measured} assumption={assumption} change={setAssumption} />}
      <Sizes asked={askedPlan(form, held, measured, assumption)} />
    </>
  );
}

interface AssumptionFieldsProps {
  readonly measured: Measured;
  readonly assumption: Assumption;
  readonly change: (assumption: Assumption) => void;
}

/** What control is expected to be, where no experiment has counted the metric yet. */
function AssumptionFields({ measured, assumption, change }: AssumptionFieldsProps) {
  const { kind } = measured.metric;
  return (
    <>
      <p className="field-hint">No experiment has counted this metric yet. What is control expected to be?</p>
      <div className="form-row">
        <Field label={kind === 'conversion' ? 'Rate of control, 0 to 1' : 'Mean of control per subject'}>
          {(control) => (
            <input
              {...control}
              className="code-input"
              inputMode="decimal"
              value={assumption.mean}
              onChange={(event) => change({ ...assumption, mean: event.target.value })}
            />
          )}
        </Field>
        {kind !== 'conversion' && (
          <Field label="Its variance">
            {(control) => (
              <input
                {...control}
                className="code-input"
                inputMode="decimal"
                value={assumption.variance}
                onChange={(event) => change({ ...assumption, variance: event.target.value })}
              />
            )}
          </Field>
        )}
      </div>
    </>
  );
}

/** What the server says of a plan, as it is typed. */
function Sizes({ asked }: { readonly asked: Schemas['PlanExperimentRequest'] | null }) {
  const body = usePaced(asked);
  const { data, error } = server.useQuery(
    'post',
    '/v1/experiments/plan',
    { body: body ?? { metric: '', mde: '1' } },
    { enabled: body !== null, placeholderData: (before) => before, retry: false },
  );
  if (body === null) return null;
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
      {baseline.experiment !== null && (
        <div>
          <dt>Control so far</dt>
          <dd>
            {displayDecimal(baseline.mean)} for {displayDecimal(baseline.n)} subjects
          </dd>
        </div>
      )}
    </dl>
  );
}

const UNREACHABLE: Readonly<Record<NonNullable<Schemas['ExperimentPlan']['reason']>, string>> = {
  control_mean_zero: 'No size: control is at zero, so no effect is relative to it.',
  no_variance: 'No size: the metric never varied.',
  rate_out_of_range: 'No size: the effect would take the rate out of its range.',
  too_many_subjects: 'No size: it would take too many subjects.',
};
