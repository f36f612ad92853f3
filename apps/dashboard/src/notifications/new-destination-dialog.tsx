import { useForm } from 'react-hook-form';
import { Field } from '../forms/field.js';
import { FormRefusal } from '../forms/form-refusal.js';
import { showProblem } from '../forms/problem-fields.js';
import { server } from '../server/client.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { SecretOnce } from '../ui/secret-once.js';
import { useDone } from '../ui/use-done.js';

interface Values {
  readonly name: string;
  readonly kind: 'webhook' | 'slack' | 'teams' | 'email';
  readonly url: string;
  readonly to: string;
}

interface NewDestinationDialogProps {
  readonly open: boolean;
  readonly close: () => void;
}

/** Adds a destination. A webhook's secret is shown once. */
export function NewDestinationDialog({ open, close }: NewDestinationDialogProps) {
  return (
    <Dialog title="Add a destination" open={open} close={close}>
      <NewDestination close={close} />
    </Dialog>
  );
}

function NewDestination({ close }: { readonly close: () => void }) {
  const form = useForm<Values>({ defaultValues: { name: '', kind: 'webhook', url: '', to: '' } });
  const { register, watch, handleSubmit, formState } = form;
  const { errors } = formState;
  const add = server.useMutation('post', '/v1/notifications/destinations');
  const done = useDone();
  const isEmail = watch('kind') === 'email';
  if (add.data?.secret != null) {
    return (
      <SecretOnce what="secret" secret={add.data.secret} close={close}>
        The receiver checks with it that a notification is of this Assay.
      </SecretOnce>
    );
  }
  const submit = handleSubmit(({ name, kind, url, to }) =>
    add.mutate(
      { body: { name, kind, ...(kind === 'email' ? { to: to.split(/[\s,;]+/).filter(Boolean) } : { url }) } },
      {
        onSuccess: ({ secret }) => {
          done(`${name} is added`);
          if (secret === null) close();
        },
        onError: (error) => showProblem(form, error, (path) => path.replace(/^to\..*/, 'to')),
      },
    ),
  );
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <div className="dialog-body">
        <div className="form-row">
          <Field label="Name" error={errors.name?.message}>
            {(bound) => <input {...bound} {...register('name')} autoFocus dir="auto" />}
          </Field>
          <Field label="Kind" error={errors.kind?.message}>
            {(bound) => (
              <select {...bound} {...register('kind')}>
                <option value="webhook">webhook, signed</option>
                <option value="slack">Slack</option>
                <option value="teams">Microsoft Teams</option>
                <option value="email">e-mail</option>
              </select>
            )}
          </Field>
        </div>
        {isEmail ? (
          <Field label="Addresses" hint="With spaces between" error={errors.to?.message}>
            {(bound) => <input {...bound} {...register('to')} spellCheck={false} />}
          </Field>
        ) : (
          <Field label="Address" hint="It is not shown again: only its host is" error={errors.url?.message}>
            {(bound) => <input {...bound} type="url" {...register('url')} spellCheck={false} placeholder="https://" />}
          </Field>
        )}
      </div>
      <FormRefusal error={errors.root} />
      <footer className="dialog-foot">
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" kind="primary" pending={add.isPending}>
          Add
        </Button>
      </footer>
    </form>
  );
}
