import { useForm } from 'react-hook-form';
import { Field } from '../forms/field.js';
import { FormRefusal } from '../forms/form-refusal.js';
import { showProblem } from '../forms/problem-fields.js';
import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { Button } from '../ui/button.js';
import { useDone } from '../ui/use-done.js';

interface SchemaFormProps {
  readonly type: Schemas['EventType'];
  readonly obstacle: string | null;
}

const textOf = (schema: Schemas['JsonObject'] | null): string =>
  schema === null ? '' : JSON.stringify(schema, null, 2);

/** Name and schema of an event type. A schema that live experiments count asks for a confirmation. */
export function SchemaForm({ type, obstacle }: SchemaFormProps) {
  const form = useForm({
    values: { name: type.name, schema: textOf(type.schema), confirm: false },
    resetOptions: { keepDirtyValues: true },
  });
  const { register, handleSubmit, setError, formState } = form;
  const { errors, isDirty, dirtyFields } = formState;
  const edit = server.useMutation('patch', '/v1/event-types/{key}');
  const done = useDone();
  const submit = handleSubmit(({ name, schema, confirm }) => {
    let parsed: Schemas['JsonObject'] = {};
    try {
      // The server says what is wrong with what is no object.
      if (schema.trim() !== '') parsed = JSON.parse(schema) as Schemas['JsonObject'];
    } catch {
      setError('schema', { message: 'This is no JSON.' });
      return;
    }
    edit.mutate(
      {
        params: { path: { key: type.key }, header: { 'If-Match': `"${type.revision}"` } },
        body: {
          ...(dirtyFields.name ? { name } : {}),
          ...(dirtyFields.schema ? { schema: parsed, ...(confirm ? { confirm } : {}) } : {}),
        },
      },
      {
        onSuccess: () => {
          form.reset({ name, schema, confirm: false });
          done('Saved');
        },
        onError: (error) => showProblem(form, error, (path) => path.replace(/^schema\..*/, 'schema')),
      },
    );
  });
  return (
    <form className="card form-section" onSubmit={(event) => void submit(event)} noValidate>
      <h2>Definition</h2>
      <Field label="Name" error={errors.name?.message}>
        {(bound) => <input {...bound} {...register('name')} dir="auto" />}
      </Field>
      <Field label="Schema of its properties" hint="JSON Schema; empty: any properties" error={errors.schema?.message}>
        {(bound) => <textarea {...bound} {...register('schema')} className="code" rows={10} spellCheck={false} />}
      </Field>
      {dirtyFields.schema && (
        <label className="check">
          <input type="checkbox" {...register('confirm')} /> Also if live experiments count this type
        </label>
      )}
      <FormRefusal error={errors.root} />
      <footer className="form-foot">
        <Button
          type="submit"
          kind="primary"
          pending={edit.isPending}
          obstacle={obstacle ?? (isDirty ? null : 'Nothing is changed.')}
        >
          Save
        </Button>
      </footer>
    </form>
  );
}
