import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { Field } from '../forms/field.js';
import { showProblem } from '../forms/problem-fields.js';
import { wordsOf } from '../forms/words-of.js';
import { UnsavedGuard } from '../forms/unsaved-guard.js';
import { problemFrom, server } from '../server/client.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { useDone } from '../ui/use-done.js';
import { type Flag, type FlagValue, textOf, valueOf } from './flag-types.js';
import { VariantsTable } from './variants-table.js';

interface Values {
  readonly description: string;
  readonly owner: string;
  readonly tags: string;
  readonly clientVisible: boolean;
  readonly defaultVariant: string;
  readonly default: string;
}

/** What is the same in all environments, and the default of this one. */
export function DetailsTab({ flag }: { readonly flag: Flag }) {
  const obstacle = useObstacle('experimenter', 'everywhere');
  return (
    <div className="form">
      <VariantsTable flag={flag} obstacle={obstacle} />
      <DetailsForm flag={flag} obstacle={obstacle} />
    </div>
  );
}

function DetailsForm({ flag, obstacle }: { readonly flag: Flag; readonly obstacle: string | null }) {
  const form = useForm<Values>({ values: valuesOf(flag), resetOptions: { keepDirtyValues: true } });
  const { register, handleSubmit, formState, setError } = form;
  const { errors, isDirty, dirtyFields } = formState;
  const edit = server.useMutation('patch', '/v1/flags/{key}');
  const done = useDone();
  const queries = useQueryClient();
  const named = Object.keys(flag.variants);

  const submit = handleSubmit((values) => {
    let value: FlagValue | undefined;
    try {
      if (dirtyFields.default) value = valueOf(flag.type, values.default);
    } catch {
      setError('default', { message: `Not a ${flag.type}: write it as JSON.` });
      return;
    }
    edit.mutate(
      {
        params: { path: { key: flag.key }, header: { 'If-Match': `"${flag.revision}"` } },
        body: {
          ...(dirtyFields.description ? { description: values.description } : {}),
          ...(dirtyFields.owner ? { owner: values.owner } : {}),
          ...(dirtyFields.tags ? { tags: wordsOf(values.tags) } : {}),
          ...(dirtyFields.clientVisible ? { clientVisible: values.clientVisible } : {}),
          ...(dirtyFields.defaultVariant ? { defaultVariant: values.defaultVariant } : {}),
          ...(value === undefined ? {} : { default: value }),
        },
      },
      {
        onSuccess: () => {
          form.reset(values);
          done('Saved');
        },
        onError: (error) => {
          showProblem(form, error);
          void queries.invalidateQueries();
        },
      },
    );
  });

  return (
    <form className="card form-section" onSubmit={(event) => void submit(event)} noValidate>
      <UnsavedGuard unsaved={isDirty && !edit.isPending} />
      <h2>Details</h2>
      <Field label="Description" error={errors.description?.message}>
        {(bound) => <textarea {...bound} {...register('description')} dir="auto" />}
      </Field>
      <div className="form-row">
        {named.length > 0 ? (
          <Field label={`Serves by default in ${flag.environment}`} error={errors.defaultVariant?.message}>
            {(bound) => (
              <select {...bound} {...register('defaultVariant')}>
                {flag.defaultVariant === null && <option value="">another value</option>}
                {named.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            )}
          </Field>
        ) : (
          <Field label={`Serves by default in ${flag.environment}`} error={errors.default?.message}>
            {(bound) => <input {...bound} {...register('default')} spellCheck={false} dir="auto" />}
          </Field>
        )}
        <Field label="Owner" hint="A person or a team" error={errors.owner?.message}>
          {(bound) => <input {...bound} {...register('owner')} dir="auto" />}
        </Field>
        <Field label="Tags" hint="Words with spaces between" error={errors.tags?.message}>
          {(bound) => <input {...bound} {...register('tags')} />}
        </Field>
      </div>
      <label className="check">
        <input type="checkbox" {...register('clientVisible')} /> Browsers and apps may ask for it with a client key
      </label>
      {errors.root && <SaveProblem message={errors.root.message} error={edit.error} />}
      <footer className="form-foot">
        <Button
          type="submit"
          kind="primary"
          pending={edit.isPending}
          obstacle={obstacle ?? (isDirty ? null : 'Nothing is changed.')}
        >
          Save
        </Button>
        <Button onClick={() => form.reset()} obstacle={isDirty ? null : 'Nothing is changed.'}>
          Discard
        </Button>
      </footer>
    </form>
  );
}

function SaveProblem({ message, error }: { readonly message: string | undefined; readonly error: unknown }) {
  const changed = error !== null && problemFrom(error).status === 412;
  return (
    <p className="refusal" role="alert">
      {changed
        ? 'Somebody changed the flag meanwhile. What they changed is shown now, and your fields are as you wrote them: save again.'
        : message}
    </p>
  );
}

const valuesOf = (flag: Flag): Values => ({
  description: flag.description,
  owner: flag.owner,
  tags: flag.tags.join(' '),
  clientVisible: flag.clientVisible,
  defaultVariant: flag.defaultVariant ?? '',
  default: textOf(flag.type, flag.default),
});
