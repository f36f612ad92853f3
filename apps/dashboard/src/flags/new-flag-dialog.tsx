import { useNavigate } from '@tanstack/react-router';
import { useFieldArray, useForm } from 'react-hook-form';
import { Field } from '../forms/field.js';
import { FormRefusal } from '../forms/form-refusal.js';
import { showProblem } from '../forms/problem-fields.js';
import { wordsOf } from '../forms/words-of.js';
import { server } from '../server/client.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { useDone } from '../ui/use-done.js';
import { FLAG_TYPES, type FlagType, valueOf } from './flag-types.js';

interface Values {
  readonly key: string;
  readonly description: string;
  readonly type: FlagType;
  readonly tags: string;
  readonly clientVisible: boolean;
  readonly variants: { name: string; value: string }[];
  readonly defaultVariant: string;
}

const BOOLEAN = [
  { name: 'on', value: 'true' },
  { name: 'off', value: 'false' },
];

const NEW: Values = {
  key: '',
  description: '',
  type: 'boolean',
  tags: '',
  clientVisible: false,
  variants: BOOLEAN,
  defaultVariant: 'off',
};

/** Makes a flag with named variants. */
export function NewFlagDialog({ open, close }: { readonly open: boolean; readonly close: () => void }) {
  return (
    <Dialog title="New flag" open={open} close={close} size="wide">
      <NewFlagForm close={close} />
    </Dialog>
  );
}

function NewFlagForm({ close }: { readonly close: () => void }) {
  const form = useForm<Values>({ defaultValues: NEW });
  const { register, control, watch, handleSubmit, setError, setValue, formState } = form;
  const { fields, append, remove } = useFieldArray({ control, name: 'variants' });
  const create = server.useMutation('post', '/v1/flags');
  const navigate = useNavigate();
  const done = useDone();
  const { errors } = formState;
  const type = watch('type');

  const submit = handleSubmit((values) => {
    const variants: Record<string, unknown> = {};
    for (const [index, { name, value }] of values.variants.entries()) {
      try {
        variants[name] = valueOf(values.type, value);
      } catch {
        setError(`variants.${index}.value`, { message: `Not a ${values.type}: write it as JSON.` });
        return;
      }
    }
    const { key, description, tags, clientVisible, defaultVariant } = values;
    create.mutate(
      { body: { key, description, type: values.type, tags: wordsOf(tags), clientVisible, variants, defaultVariant } },
      {
        onSuccess: () => {
          done(`Flag ${key} is made`);
          close();
          void navigate({ to: '/flags/$key', params: { key } });
        },
        onError: (error) =>
          showProblem(form, error, (path) => (path.startsWith('variants.') ? variantField(values, path) : path)),
      },
    );
  });

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <div className="dialog-body">
        <div className="form-row">
          <Field label="Key" hint="What your code asks for, such as new_checkout" error={errors.key?.message}>
            {(bound) => <input {...bound} {...register('key')} autoFocus spellCheck={false} autoComplete="off" />}
          </Field>
          <Field label="Type" error={errors.type?.message}>
            {(bound) => (
              <select
                {...bound}
                {...register('type', {
                  onChange: () => {
                    setValue('variants', type === 'boolean' ? [{ name: 'default', value: '' }] : BOOLEAN);
                    setValue('defaultVariant', type === 'boolean' ? 'default' : 'off');
                  },
                })}
              >
                {FLAG_TYPES.map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </select>
            )}
          </Field>
        </div>
        <Field label="Description" error={errors.description?.message}>
          {(bound) => <input {...bound} {...register('description')} dir="auto" />}
        </Field>
        <fieldset className="fieldset">
          <legend>Variants</legend>
          {fields.map((field, index) => (
            <div key={field.id} className="variant-row">
              <Field label={`Name ${index + 1}`} error={errors.variants?.[index]?.name?.message}>
                {(bound) => <input {...bound} {...register(`variants.${index}.name`)} spellCheck={false} />}
              </Field>
              <Field label={`Value ${index + 1}`} error={errors.variants?.[index]?.value?.message}>
                {(bound) => <input {...bound} {...register(`variants.${index}.value`)} spellCheck={false} dir="auto" />}
              </Field>
              <button
                type="button"
                className="icon-button"
                aria-label={`Remove variant ${index + 1}`}
                disabled={fields.length === 1}
                onClick={() => remove(index)}
              >
                ×
              </button>
            </div>
          ))}
          <Button kind="quiet" onClick={() => append({ name: '', value: '' })}>
            Add a variant
          </Button>
        </fieldset>
        <div className="form-row">
          <Field label="Serves by default" error={errors.defaultVariant?.message}>
            {(bound) => (
              <select {...bound} {...register('defaultVariant')}>
                {watch('variants').map(({ name }, index) => (
                  <option key={`${index} ${name}`} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label="Tags" hint="Words with spaces between" error={errors.tags?.message}>
            {(bound) => <input {...bound} {...register('tags')} />}
          </Field>
        </div>
        <label className="check">
          <input type="checkbox" {...register('clientVisible')} /> Browsers and apps may ask for it with a client key
        </label>
      </div>
      <FormRefusal error={errors.root} />
      <footer className="dialog-foot">
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" kind="primary" pending={create.isPending}>
          Make the flag
        </Button>
      </footer>
    </form>
  );
}

/** The server names a variant by its name, the form by its place. */
function variantField({ variants }: Values, path: string): string | undefined {
  const [, name = ''] = path.split('.');
  const index = variants.findIndex((variant) => variant.name === name);
  return index === -1 ? undefined : `variants.${index}.value`;
}
