import { Button } from '../ui/button.js';
import { ChoiceControl, TextControl } from './controls.js';
import { DraftSection, withRow, type SectionProps } from './draft-section.js';
import { useFault } from './faults.js';
import { newMetric, type MetricForm, type MetricRole } from './form.js';
import { MetricChoice } from './metric-choice.js';

const MOST = 50;
const ROLES: readonly (readonly [MetricRole, string])[] = [
  ['primary', 'primary: decides'],
  ['secondary', 'secondary: informs'],
  ['guard', 'guard: must not be harmed'],
];

/** What is measured, and what each metric is for. */
export function MetricsSection({ form, change }: SectionProps) {
  const { metrics } = form;
  const fault = useFault('/metrics', true);
  const set = (next: (before: typeof metrics) => typeof metrics) =>
    change((before) => ({ ...before, metrics: next(before.metrics) }));
  const add = () =>
    set((before) => [
      ...before,
      newMetric('', before.some(({ role }) => role === 'primary') ? 'secondary' : 'primary'),
    ]);
  return (
    <DraftSection
      title="Metrics"
      hint={metrics.length === 0 ? 'Without a primary metric there is no verdict.' : undefined}
      actions={
        <Button obstacle={metrics.length < MOST ? null : `An experiment has at most ${MOST} metrics.`} onClick={add}>
          Add a metric
        </Button>
      }
    >
      <ol className="draft-rows">
        {metrics.map((metric, index) => (
          <li key={metric.id}>
            <MetricRow
              metric={metric}
              index={index}
              change={(part) => set((before) => changed(before, metric, part))}
              remove={() => set((before) => before.filter(({ id }) => id !== metric.id))}
            />
          </li>
        ))}
      </ol>
      {fault !== undefined && (
        <p className="field-error" role="alert">
          {fault}
        </p>
      )}
    </DraftSection>
  );
}

/** Only one metric is primary: another one that was becomes secondary. */
function changed(metrics: readonly MetricForm[], { id }: MetricForm, part: Partial<MetricForm>): readonly MetricForm[] {
  if (part.role !== 'primary') return withRow(metrics, id, part);
  return metrics.map((each) =>
    each.id === id ? { ...each, ...part } : each.role === 'primary' ? { ...each, role: 'secondary' } : each,
  );
}

interface MetricRowProps {
  readonly metric: MetricForm;
  readonly index: number;
  readonly change: (part: Partial<MetricForm>) => void;
  readonly remove: () => void;
}

function MetricRow({ metric, index, change, remove }: MetricRowProps) {
  const at = `/metrics/${index}`;
  const whole = useFault(at, true);
  return (
    <div className="metric-row" role="group" aria-label={`Metric ${index + 1}`}>
      <MetricChoice
        label="Metric"
        pointer={`${at}/metric`}
        value={metric.metric}
        change={(next) => change({ metric: next })}
      />
      <ChoiceControl
        label="Role"
        pointer={`${at}/role`}
        value={metric.role}
        choices={ROLES}
        change={(role) => change({ role })}
      />
      <TextControl
        label="Margin"
        pointer={`${at}/margin`}
        value={metric.margin}
        change={(margin) => change({ margin })}
        placeholder="none"
        hint={marginHint(metric.margin)}
        inputMode="decimal"
        code
      />
      <button
        type="button"
        className="icon-button"
        aria-label={`Remove ${metric.metric === '' ? `metric ${index + 1}` : metric.metric}`}
        onClick={remove}
      >
        ×
      </button>
      {whole !== undefined && (
        <p className="field-error" role="alert">
          {whole}
        </p>
      )}
    </div>
  );
}

const marginHint = (margin: string): string => {
  const share = Number(margin);
  return margin.trim() !== '' && share > 0 && share < 1
    ? `Worse by at most ${Math.round(share * 10_000) / 100}%`
    : 'Relative to control, such as 0.02';
};
