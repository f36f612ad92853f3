import { useForm } from 'react-hook-form';
import { ConditionBuilder, type Condition } from '../conditions/condition-builder.js';
import { Field } from '../forms/field.js';
import { FormRefusal } from '../forms/form-refusal.js';
import { showProblem } from '../forms/problem-fields.js';
import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { useDone } from '../ui/use-done.js';
import { useState } from 'react';
import type { Metric, MetricKind } from './metric-words.js';

interface Values {
  readonly key: string;
  readonly name: string;
  readonly kind: MetricKind;
  readonly direction: Metric['direction'];
  readonly event: string;
  readonly property: string;
  readonly quantile: string;
  readonly numerator: { readonly event: string; readonly property: string };
  readonly denominator: { readonly event: string; readonly property: string };
  readonly cap: string;
  readonly days: string;
}

const KINDS: readonly { readonly kind: MetricKind; readonly says: string }[] = [
  { kind: 'conversion', says: 'share of subjects with an event' },
  { kind: 'ratio', says: 'events, or sums, per other events' },
  { kind: 'count', says: 'events per subject' },
  { kind: 'sum', says: 'a property, summed per subject' },
  { kind: 'mean', says: 'the mean of a property' },
  { kind: 'quantile', says: 'a quantile of a property' },
];

interface MetricDialogProps {
  readonly open: boolean;
  readonly close: () => void;
  /** Adds a version to this metric; undefined: makes a new one. */
  readonly metric?: Metric | undefined;
}

/** Defines a metric, or another version of one. */
export function MetricDialog({ open, close, metric }: MetricDialogProps) {
  return (
    <Dialog title={metric ? `Another version of ${metric.key}` : 'New metric'} open={open} close={close} size="wide">
      <MetricForm close={close} metric={metric} />
    </Dialog>
  );
}

function MetricForm({ close, metric }: Omit<MetricDialogProps, 'open'>) {
  const form = useForm<Values>({ defaultValues: valuesOf(metric) });
  const [where, setWhere] = useState<Condition | null>(null);
  const [unfinished, setUnfinished] = useState<string | null>(null);
  const { register, watch, handleSubmit, formState } = form;
  const { errors } = formState;
  const types = server.useQuery('get', '/v1/event-types', { params: { query: { limit: 200, archived: false } } });
  const define = server.useMutation('post', '/v1/metrics');
  const addVersion = server.useMutation('post', '/v1/metrics/{key}/versions');
  const done = useDone();
  const kind = watch('kind');
  const events = types.data?.items ?? [];
  const submit = handleSubmit((values) => {
    const said = {
      onSuccess: () => {
        done(metric ? `${metric.key} has another version` : `The metric ${values.key} is made`);
        close();
      },
      onError: (error: unknown) => showProblem(form, error, fieldOfRule),
    };
    const content = contentOf(values, where);
    if (metric === undefined) define.mutate({ body: { key: values.key, name: values.name, ...content } }, said);
    else addVersion.mutate({ params: { path: { key: metric.key } }, body: content }, said);
  });
  const eventField = (
    name: 'event' | 'numerator.event' | 'denominator.event',
    label: string,
    error: string | undefined,
  ) => (
    <Field label={label} error={error}>
      {(bound) => (
        <select {...bound} {...register(name)}>
          <option value="">Choose an event type</option>
          {events.map(({ key }) => (
            <option key={key}>{key}</option>
          ))}
        </select>
      )}
    </Field>
  );
  const propertyField = (name: 'property' | 'numerator.property' | 'denominator.property', label: string) => (
    <Field label={label} error={name === 'property' ? errors.property?.message : undefined}>
      {(bound) => <input {...bound} {...register(name)} spellCheck={false} />}
    </Field>
  );
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <div className="dialog-body">
        {metric === undefined && (
          <div className="form-row">
            <Field label="Key" error={errors.key?.message}>
              {(bound) => <input {...bound} {...register('key')} autoFocus spellCheck={false} />}
            </Field>
            <Field label="Name" error={errors.name?.message}>
              {(bound) => <input {...bound} {...register('name')} dir="auto" />}
            </Field>
          </div>
        )}
        <div className="form-row">
          <Field label="Kind" error={errors.kind?.message}>
            {(bound) => (
              <select {...bound} {...register('kind')}>
                {KINDS.map(({ kind: each, says }) => (
                  <option key={each} value={each}>
                    {each}: {says}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label="Better is" error={errors.direction?.message}>
            {(bound) => (
              <select {...bound} {...register('direction')}>
                <option value="higher_is_better">higher</option>
                <option value="lower_is_better">lower</option>
              </select>
            )}
          </Field>
        </div>
        {kind === 'ratio' ? (
          <>
            <div className="form-row">
              {eventField('numerator.event', 'Counts', errors.numerator?.event?.message)}
              {propertyField('numerator.property', 'Sums its property (empty: counts events)')}
            </div>
            <div className="form-row">
              {eventField('denominator.event', 'Per', errors.denominator?.event?.message)}
              {propertyField('denominator.property', 'Sums its property (empty: counts events)')}
            </div>
          </>
        ) : (
          <div className="form-row">
            {eventField('event', 'Event', errors.event?.message)}
            {kind !== 'conversion' && kind !== 'count' && propertyField('property', 'Property')}
            {kind === 'quantile' && (
              <Field label="Quantile" hint="Such as 0.95" error={errors.quantile?.message}>
                {(bound) => <input {...bound} {...register('quantile')} inputMode="decimal" />}
              </Field>
            )}
          </div>
        )}
        {kind !== 'ratio' && (
          <details>
            <summary>Only events with certain properties</summary>
            <ConditionBuilder value={where} change={setWhere} fault={setUnfinished} />
          </details>
        )}
        <div className="form-row">
          {kind !== 'conversion' && kind !== 'quantile' && (
            <Field label="Cap per subject" hint="Empty: none" error={errors.cap?.message}>
              {(bound) => <input {...bound} {...register('cap')} inputMode="decimal" />}
            </Field>
          )}
          {kind !== 'quantile' && (
            <Field
              label="Variance reduction over days"
              hint="Earlier values of the same subject; empty: none"
              error={errors.days?.message}
            >
              {(bound) => <input {...bound} {...register('days')} inputMode="numeric" />}
            </Field>
          )}
        </div>
      </div>
      <FormRefusal error={errors.root} />
      <footer className="dialog-foot">
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" kind="primary" obstacle={unfinished} pending={define.isPending || addVersion.isPending}>
          {metric ? 'Add the version' : 'Make the metric'}
        </Button>
      </footer>
    </form>
  );
}

/** The server's names of fields as the form's. */
const fieldOfRule = (path: string): string =>
  path
    .replace(/^rule\.(numerator|denominator)Event$/, '$1.event')
    .replace(/^rule\./, '')
    .replace(/^varianceReduction.*/, 'days');

const partOf = ({ event, property }: Values['numerator']) => ({ event, ...(property === '' ? {} : { property }) });

function contentOf(values: Values, where: Condition | null): Omit<Schemas['DefineMetricRequest'], 'key' | 'name'> {
  const { kind, direction, event, property, quantile, numerator, denominator, cap, days } = values;
  const rule: Schemas['MetricRuleRequest'] =
    kind === 'ratio'
      ? { numerator: partOf(numerator), denominator: partOf(denominator) }
      : {
          event,
          ...(kind === 'conversion' || kind === 'count' ? {} : { property }),
          ...(kind === 'quantile' ? { quantile } : {}),
          ...(where === null ? {} : { where }),
        };
  const canReduce = kind !== 'quantile' && days !== '';
  const canCap = kind !== 'conversion' && kind !== 'quantile' && cap !== '';
  return {
    kind,
    direction,
    rule,
    ...(canCap ? { cap } : {}),
    ...(canReduce ? { varianceReduction: { days: Number(days) } } : {}),
  };
}

const valuesOf = (metric: Metric | undefined): Values => ({
  key: '',
  name: '',
  kind: metric?.kind ?? 'conversion',
  direction: metric?.direction ?? 'higher_is_better',
  event: metric?.rule.event ?? '',
  property: metric?.rule.property ?? '',
  quantile: metric?.rule.quantile ?? '',
  numerator: partValues(metric?.rule.numerator, metric?.rule.numeratorEvent),
  denominator: partValues(metric?.rule.denominator, metric?.rule.denominatorEvent),
  cap: metric?.cap ?? '',
  days: metric?.varianceReduction ? String(metric.varianceReduction.days) : '',
});

const partValues = (part: Schemas['MetricRulePart'] | undefined, event: string | undefined) => ({
  event: part?.event ?? event ?? '',
  property: part?.property ?? '',
});
