import { useForm } from 'react-hook-form';
import { Field } from '../forms/field.js';
import { FormRefusal } from '../forms/form-refusal.js';
import { showProblem } from '../forms/problem-fields.js';
import { server } from '../server/client.js';
import { useSignedIn } from '../session/session.js';
import { Button } from '../ui/button.js';
import { Page } from '../ui/page.js';
import { TableCard } from '../ui/table-card.js';
import { Age, Instant } from '../ui/time.js';
import { useAfter } from '../ui/use-after.js';
import { useDone } from '../ui/use-done.js';

/** One's own account: where one is signed in, and the password. */
export function AccountPage() {
  const { user, key } = useSignedIn();
  return (
    <Page title={user?.name ?? key?.name ?? 'Account'}>
      <div className="form">
        <Sessions />
        {user !== null && key === null && <PasswordForm />}
      </div>
    </Page>
  );
}

function Sessions() {
  const { data } = server.useQuery('get', '/v1/auth/sessions');
  const end = server.useMutation('delete', '/v1/auth/sessions/{id}');
  const after = useAfter();
  if (data === undefined) return null;
  return (
    <section aria-label="Sessions">
      <h2>Where you are signed in</h2>
      <TableCard label="Sessions">
        <table>
          <thead>
            <tr>
              <th scope="col">Browser</th>
              <th scope="col">Last seen</th>
              <th scope="col" className="wide-only">
                Until
              </th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.items.map(({ id, device, via, seenAt, endsAt, current }) => (
              <tr key={id}>
                <th scope="row" className="cell-name">
                  {device} <span className="tag">{via}</span> {current && <span className="tag">this one</span>}
                </th>
                <td>
                  <Age at={seenAt} />
                </td>
                <td className="wide-only">
                  <Instant at={endsAt} />
                </td>
                <td className="number">
                  {!current && (
                    <Button
                      kind="quiet"
                      pending={end.isPending}
                      aria-label={`End the session of ${device}`}
                      onClick={() => end.mutate({ params: { path: { id } } }, after('The session has ended'))}
                    >
                      End
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableCard>
    </section>
  );
}

function PasswordForm() {
  const form = useForm({ defaultValues: { current: '', password: '' } });
  const { register, handleSubmit, formState } = form;
  const { errors } = formState;
  const change = server.useMutation('post', '/v1/auth/password');
  const done = useDone();
  const submit = handleSubmit((body) =>
    change.mutate(
      { body },
      {
        onSuccess: () => {
          form.reset();
          done('Your password is changed; your other sessions have ended');
        },
        onError: (error) => showProblem(form, error),
      },
    ),
  );
  return (
    <form className="card form-section" onSubmit={(event) => void submit(event)} noValidate>
      <h2>Change your password</h2>
      <div className="form-row">
        <Field label="Present password" error={errors.current?.message}>
          {(bound) => <input {...bound} type="password" autoComplete="current-password" {...register('current')} />}
        </Field>
        <Field label="New password" hint="At least 12 characters" error={errors.password?.message}>
          {(bound) => <input {...bound} type="password" autoComplete="new-password" {...register('password')} />}
        </Field>
      </div>
      <FormRefusal error={errors.root} />
      <footer className="form-foot">
        <Button type="submit" kind="primary" pending={change.isPending}>
          Change it
        </Button>
      </footer>
    </form>
  );
}
