import { useForm } from 'react-hook-form';
import { Field } from '../forms/field.js';
import { FormRefusal } from '../forms/form-refusal.js';
import { showProblem } from '../forms/problem-fields.js';
import { server } from '../server/client.js';
import type { Role, Schemas } from '../server/documents.js';
import { Button } from '../ui/button.js';
import { useDone } from '../ui/use-done.js';
import { ROLES } from './new-user-dialog.js';

type User = Schemas['User'];

interface Values {
  readonly name: string;
  readonly role: Role;
  /** By environment; empty: the role that counts elsewhere. */
  readonly environmentRoles: Record<string, string>;
}

/** The role of a person: everywhere, and in single environments. */
export function RolesForm({ user, obstacle }: { readonly user: User; readonly obstacle: string | null }) {
  const environments = server.useQuery('get', '/v1/environments', { params: { query: { limit: 200 } } });
  const form = useForm<Values>({
    values: { name: user.name, role: user.role, environmentRoles: { ...user.environmentRoles } },
    resetOptions: { keepDirtyValues: true },
  });
  const { register, handleSubmit, formState } = form;
  const { errors, isDirty } = formState;
  const change = server.useMutation('patch', '/v1/users/{id}');
  const done = useDone();
  const submit = handleSubmit(({ name, role, environmentRoles }) =>
    change.mutate(
      {
        params: { path: { id: user.id }, header: { 'If-Match': `"${user.revision}"` } },
        body: { name, role, environmentRoles: chosen(environmentRoles) },
      },
      { onSuccess: () => done('Saved'), onError: (error) => showProblem(form, error) },
    ),
  );
  return (
    <form className="card form-section" onSubmit={(event) => void submit(event)} noValidate>
      <h2>Roles</h2>
      <div className="form-row">
        <Field label="Name" error={errors.name?.message}>
          {(bound) => <input {...bound} {...register('name')} dir="auto" />}
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
      <div className="form-row">
        {environments.data?.items.map(({ key }) => (
          <Field key={key} label={`In ${key}`}>
            {(bound) => (
              <select {...bound} {...register(`environmentRoles.${key}`)}>
                <option value="">the same role</option>
                <option>viewer</option>
                <option>experimenter</option>
                <option>approver</option>
              </select>
            )}
          </Field>
        ))}
      </div>
      <FormRefusal error={errors.root} />
      <footer className="form-foot">
        <Button
          type="submit"
          kind="primary"
          pending={change.isPending}
          obstacle={obstacle ?? (isDirty ? null : 'Nothing is changed.')}
        >
          Save
        </Button>
        <span className="hint">Another role ends the sessions of this person: they sign in again.</span>
      </footer>
    </form>
  );
}

function chosen(roles: Readonly<Record<string, string>>): User['environmentRoles'] {
  const kept: User['environmentRoles'] = {};
  for (const [environment, role] of Object.entries(roles)) {
    if (role === 'viewer' || role === 'experimenter' || role === 'approver') kept[environment] = role;
  }
  return kept;
}
