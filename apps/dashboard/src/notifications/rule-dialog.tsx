import { useForm } from 'react-hook-form';
import { Field } from '../forms/field.js';
import { FormRefusal } from '../forms/form-refusal.js';
import { showProblem } from '../forms/problem-fields.js';
import { wordsOf } from '../forms/words-of.js';
import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { useDone } from '../ui/use-done.js';

type Rule = Schemas['NotificationRule'];
type Event = Rule['events'][number];

const EVENTS = [
  'guardrail_breached',
  'health_failing',
  'review_requested',
  'review_decided',
  'amendment_opened',
  'schedule_fired',
  'schedule_failed',
  'experiment_started',
  'experiment_resumed',
  'experiment_paused',
  'experiment_rolled_back',
  'experiment_completed',
  'still_served',
  'events_parked',
  'key_expiring',
  'flag_stale',
] as const satisfies readonly Event[];

interface Values {
  readonly name: string;
  readonly events: Event[];
  readonly severity: Rule['severity'];
  readonly environments: string;
  readonly flags: string;
  readonly tags: string;
  readonly destinations: string[];
}

interface RuleDialogProps {
  /** Undefined: a new one. */
  readonly rule: Rule | undefined;
  readonly destinations: readonly Schemas['Destination'][];
  readonly close: () => void;
}

/** Adds or changes a rule. */
export function RuleDialog({ rule, destinations, close }: RuleDialogProps) {
  const form = useForm<Values>({ defaultValues: valuesOf(rule) });
  const { register, handleSubmit, formState } = form;
  const { errors } = formState;
  const add = server.useMutation('post', '/v1/notifications/rules');
  const change = server.useMutation('patch', '/v1/notifications/rules/{id}');
  const done = useDone();
  const submit = handleSubmit((values) => {
    const { name, events, severity, destinations: to } = values;
    const lists = {
      environments: wordsOf(values.environments),
      flags: wordsOf(values.flags),
      tags: wordsOf(values.tags),
    };
    const body = { name, events, severity, destinations: to, ...lists };
    const said = {
      onSuccess: () => {
        done(`The rule ${name} is saved`);
        close();
      },
      onError: (error: unknown) => showProblem(form, error, (path) => path.replace(/\..*/, '')),
    };
    if (rule === undefined) add.mutate({ body }, said);
    else change.mutate({ params: { path: { id: rule.id }, header: { 'If-Match': `"${rule.revision}"` } }, body }, said);
  });
  return (
    <Dialog title={rule === undefined ? 'Add a rule' : `Change ${rule.name}`} open close={close} size="wide">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <div className="dialog-body">
          <div className="form-row">
            <Field label="Name" error={errors.name?.message}>
              {(bound) => <input {...bound} {...register('name')} autoFocus dir="auto" />}
            </Field>
            <Field label="At least" error={errors.severity?.message}>
              {(bound) => (
                <select {...bound} {...register('severity')}>
                  <option>info</option>
                  <option>warning</option>
                  <option>critical</option>
                </select>
              )}
            </Field>
          </div>
          <fieldset className="fieldset">
            <legend>Events (none: all)</legend>
            <div className="form-row">
              {EVENTS.map((event) => (
                <label key={event} className="check">
                  <input type="checkbox" value={event} {...register('events')} /> {event.replaceAll('_', ' ')}
                </label>
              ))}
            </div>
          </fieldset>
          <div className="form-row">
            {(['environments', 'flags', 'tags'] as const).map((field) => (
              <Field
                key={field}
                label={`Only of ${field}`}
                hint="With spaces between; empty: all"
                error={errors[field]?.message}
              >
                {(bound) => <input {...bound} {...register(field)} spellCheck={false} />}
              </Field>
            ))}
          </div>
          <fieldset className="fieldset">
            <legend>Send to</legend>
            {destinations.map(({ id, name, kind }) => (
              <label key={id} className="check">
                <input type="checkbox" value={id} {...register('destinations')} /> {name}{' '}
                <span className="tag">{kind}</span>
              </label>
            ))}
            {errors.destinations?.message && <p className="field-error">{errors.destinations.message}</p>}
          </fieldset>
        </div>
        <FormRefusal error={errors.root} />
        <footer className="dialog-foot">
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" kind="primary" pending={add.isPending || change.isPending}>
            Save the rule
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

const valuesOf = (rule: Rule | undefined): Values => ({
  name: rule?.name ?? '',
  events: rule?.events ?? [],
  severity: rule?.severity ?? 'warning',
  environments: rule?.environments.join(' ') ?? '',
  flags: rule?.flags.join(' ') ?? '',
  tags: rule?.tags.join(' ') ?? '',
  destinations: rule?.destinations ?? [],
});
