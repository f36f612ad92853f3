import { useForm } from 'react-hook-form';
import { Field } from '../forms/field.js';
import { FormRefusal } from '../forms/form-refusal.js';
import { showProblem } from '../forms/problem-fields.js';
import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { useDone } from '../ui/use-done.js';

interface NewEventTypeDialogProps {
  readonly open: boolean;
  readonly close: () => void;
}

/** Defines an event type. */
export function NewEventTypeDialog({ open, close }: NewEventTypeDialogProps) {
  return (
    <Dialog title="New event type" open={open} close={close}>
      <NewEventType close={close} />
    </Dialog>
  );
}

function NewEventType({ close }: { readonly close: () => void }) {
  const form = useForm({ defaultValues: { key: '', name: '', exposure: false, schema: '' } });
  const { register, handleSubmit, setError, formState } = form;
  const { errors } = formState;
  const define = server.useMutation('post', '/v1/event-types');
  const done = useDone();
  const submit = handleSubmit(({ key, name, exposure, schema }) => {
    let parsed: Schemas['JsonObject'] | undefined;
    try {
      // The server says what is wrong with what is no object.
      if (schema.trim() !== '') parsed = JSON.parse(schema) as Schemas['JsonObject'];
    } catch {
      setError('schema', { message: 'This is no JSON.' });
      return;
    }
    define.mutate(
      { body: { key, name, exposure, ...(parsed === undefined ? {} : { schema: parsed }) } },
      {
        onSuccess: () => {
          done(`The event type ${key} is made`);
          close();
        },
        onError: (error) => showProblem(form, error, (path) => path.replace(/^schema\..*/, 'schema')),
      },
    );
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <div className="dialog-body">
        <div className="form-row">
          <Field label="Key" error={errors.key?.message}>
            {(bound) => <input {...bound} {...register('key')} autoFocus spellCheck={false} />}
          </Field>
          <Field label="Name" error={errors.name?.message}>
            {(bound) => <input {...bound} {...register('name')} dir="auto" />}
          </Field>
        </div>
        <label className="check">
          <input type="checkbox" {...register('exposure')} /> It means that the subject saw its variant
        </label>
        <Field
          label="Schema of its properties"
          hint="JSON Schema; empty: any properties"
          error={errors.schema?.message}
        >
          {(bound) => <textarea {...bound} {...register('schema')} className="code" spellCheck={false} />}
        </Field>
      </div>
      <FormRefusal error={errors.root} />
      <footer className="dialog-foot">
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" kind="primary" pending={define.isPending}>
          Make the event type
        </Button>
      </footer>
    </form>
  );
}
