import { useForm } from 'react-hook-form';
import { Field } from '../forms/field.js';
import { FormRefusal } from '../forms/form-refusal.js';
import { showProblem } from '../forms/problem-fields.js';
import { server } from '../server/client.js';
import type { Role } from '../server/documents.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { useDone } from '../ui/use-done.js';
import { InvitationLink } from './invitation-link.js';

interface Values {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

export const ROLES: readonly { readonly role: Role; readonly may: string }[] = [
  { role: 'viewer', may: 'sees everything' },
  { role: 'experimenter', may: 'makes flags and experiments' },
  { role: 'approver', may: 'also approves experiments of others' },
  { role: 'admin', may: 'also manages people, keys and environments' },
];

/** Adds a person, and makes the link by which they choose a password. */
export function NewUserDialog({ open, close }: { readonly open: boolean; readonly close: () => void }) {
  return (
    <Dialog title="Add a person" open={open} close={close}>
      <NewUser close={close} />
    </Dialog>
  );
}

function NewUser({ close }: { readonly close: () => void }) {
  const form = useForm<Values>({ defaultValues: { name: '', email: '', role: 'experimenter' } });
  const { register, handleSubmit, formState } = form;
  const { errors } = formState;
  const add = server.useMutation('post', '/v1/users');
  const done = useDone();
  if (add.data) return <InvitationLink user={add.data} close={close} />;
  const submit = handleSubmit((body) =>
    add.mutate(
      { body },
      { onSuccess: () => done(`${body.name} is added`), onError: (error) => showProblem(form, error) },
    ),
  );
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <div className="dialog-body">
        <Field label="Name" error={errors.name?.message}>
          {(bound) => <input {...bound} {...register('name')} autoFocus dir="auto" />}
        </Field>
        <Field label="E-mail address" error={errors.email?.message}>
          {(bound) => <input {...bound} type="email" {...register('email')} spellCheck={false} />}
        </Field>
        <Field label="Role" error={errors.role?.message}>
          {(bound) => (
            <select {...bound} {...register('role')}>
              {ROLES.map(({ role, may }) => (
                <option key={role} value={role}>
                  {role}: {may}
                </option>
              ))}
            </select>
          )}
        </Field>
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
