import { server } from '../server/client.js';
import { ChoiceControl, TextControl } from './controls.js';
import { hairTriggerOf } from './hair-trigger.js';
import type { Experiment, GuardrailAction, GuardrailForm, GuardrailScope } from './form.js';
import { MetricChoice } from './metric-choice.js';

interface GuardrailFieldsProps {
  readonly guardrail: GuardrailForm;
  readonly index: number;
  readonly arms: number;
  readonly warnings: Experiment['warnings'];
  readonly change: (part: Partial<GuardrailForm>) => void;
  readonly remove: () => void;
}

const SCOPES: readonly (readonly [GuardrailScope, string])[] = [
  ['any_variant', 'any variant, and all pooled'],
  ['treatments', 'any treatment'],
  ['treatment_vs_control', 'treatments against control'],
];
const ACTIONS: readonly (readonly [GuardrailAction, string])[] = [
  ['rollback', 'roll back'],
  ['pause', 'pause'],
  ['disable_arm', 'disable the arm'],
  ['notify', 'notify'],
];
const UNITS = [
  ['event', 'events'],
  ['subject', 'subjects'],
] as const;
const SOURCES = [
  ['server', 'servers only'],
  ['all', 'servers and clients'],
] as const;

/** One guardrail: what it watches, when it breaches, what it does then. */
export function GuardrailFields(props: GuardrailFieldsProps) {
  const { guardrail, index, warnings, change, remove } = props;
  const at = `/guardrails/${index}`;
  const name = guardrail.key || guardrail.metric || `guardrail ${index + 1}`;
  return (
    <div className="guardrail-fields" role="group" aria-label={`Guardrail ${index + 1}`}>
      <div className="form-row">
        <MetricChoice
          label="Metric"
          pointer={`${at}/metric`}
          value={guardrail.metric}
          change={(metric) => change({ metric })}
        />
        <ChoiceControl
          label="Judges"
          pointer={`${at}/scope`}
          value={guardrail.scope}
          choices={SCOPES}
          change={(scope) => change({ scope })}
        />
        <ChoiceControl
          label="On a breach"
          pointer={`${at}/action`}
          value={guardrail.action}
          choices={ACTIONS}
          change={(action) => change({ action })}
        />
        <TextControl
          label="Key"
          pointer={`${at}/key`}
          value={guardrail.key}
          change={(key) => change({ key })}
          placeholder={guardrail.metric}
          max={100}
          code
        />
      </div>
      {guardrail.scope === 'treatment_vs_control' ? (
        <ComparisonFields guardrail={guardrail} at={at} change={change} />
      ) : (
        <ThresholdFields guardrail={guardrail} at={at} change={change} />
      )}
      <div className="guardrail-foot">
        <HairTrigger guardrail={guardrail} arms={props.arms} />
        {warnings.map(({ code, message }) => (
          <p key={code} className="warning-line">
            At the last submission: {message}
          </p>
        ))}
        <button type="button" className="button button-quiet" onClick={remove}>
          Remove<span className="visually-hidden"> {name}</span>
        </button>
      </div>
    </div>
  );
}

interface PartProps {
  readonly guardrail: GuardrailForm;
  readonly at: string;
  readonly change: (part: Partial<GuardrailForm>) => void;
}

function ComparisonFields({ guardrail, at, change }: PartProps) {
  return (
    <div className="form-row">
      <TextControl
        label="Margin"
        pointer={`${at}/margin`}
        value={guardrail.margin}
        change={(margin) => change({ margin })}
        hint="Harm that is allowed, relative to control, such as 0.02"
        inputMode="decimal"
        code
      />
      <Sources guardrail={guardrail} at={at} change={change} />
    </div>
  );
}

function ThresholdFields({ guardrail, at, change }: PartProps) {
  return (
    <div className="form-row">
      <TextControl
        label="Threshold"
        pointer={`${at}/threshold`}
        value={guardrail.threshold}
        change={(threshold) => change({ threshold })}
        hint="An equal value is no breach"
        placeholder="0.05"
        inputMode="decimal"
        code
      />
      <TextControl
        label="Window, minutes"
        pointer={`${at}/windowMinutes`}
        value={guardrail.window}
        change={(window) => change({ window })}
        hint="Empty: since the last start"
        inputMode="numeric"
        code
      />
      <TextControl
        label="Least sample"
        pointer={`${at}/minSample`}
        value={guardrail.minSample}
        change={(minSample) => change({ minSample })}
        hint="Exposed subjects of an arm in the window"
        inputMode="numeric"
        code
      />
      <ChoiceControl
        label="Counts"
        pointer={`${at}/per`}
        value={guardrail.per}
        choices={UNITS}
        change={(per) => change({ per })}
      />
      <Sources guardrail={guardrail} at={at} change={change} />
    </div>
  );
}

const Sources = ({ guardrail, at, change }: PartProps) => (
  <ChoiceControl
    label="Believes"
    pointer={`${at}/sources`}
    value={guardrail.sources}
    choices={SOURCES}
    change={(sources) => change({ sources })}
    hint={guardrail.sources === 'all' ? 'Anybody with a client key could trip it' : undefined}
  />
);

/** Says how often a healthy day would trip it. */
function HairTrigger({ guardrail, arms }: { readonly guardrail: GuardrailForm; readonly arms: number }) {
  const { metric: key } = guardrail;
  const { data } = server.useQuery(
    'get',
    '/v1/metrics',
    { params: { query: { limit: 50, archived: false, q: key } } },
    { enabled: key !== '' },
  );
  const metric = data?.items.find((each) => each.key === key);
  const trigger = metric ? hairTriggerOf(guardrail, metric, Math.max(2, arms)) : null;
  if (!trigger) return null;
  return (
    <p className={trigger.isTooEasy ? 'warning-line' : 'field-hint'} aria-live="polite">
      {trigger.isTooEasy ? 'A hair trigger: ' : ''}up to {trigger.text} of 100 healthy days would trip it by chance.
    </p>
  );
}
