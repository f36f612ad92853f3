import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { Field } from '../forms/field.js';
import { FormRefusal } from '../forms/form-refusal.js';
import { showProblem } from '../forms/problem-fields.js';
import { server } from '../server/client.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { PAGED, PagedList } from '../ui/list.js';
import { Page } from '../ui/page.js';
import { TableCard } from '../ui/table-card.js';
import { useDone } from '../ui/use-done.js';
import { ReviewPolicyForm } from './review-policy-form.js';

/** The environments, and how the shown one reviews experiments. */
export function EnvironmentsPage() {
  const [adding, setAdding] = useState(false);
  const obstacle = useObstacle('admin', 'everywhere');
  const query = server.useInfiniteQuery('get', '/v1/environments', { params: { query: { limit: 100 } } }, PAGED);
  return (
    <Page
      title="Environments"
      actions={
        <Button kind="primary" obstacle={obstacle} onClick={() => setAdding(true)}>
          New environment
        </Button>
      }
    >
      <div className="form">
        <PagedList query={query} what="environments" empty={null}>
          {(environments) => (
            <TableCard label="Environments">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Key</th>
                    <th scope="col">Name</th>
                  </tr>
                </thead>
                <tbody>
                  {environments.map(({ key, name }) => (
                    <tr key={key}>
                      <th scope="row" className="cell-name">
                        <Link to="/environments" search={{ environment: key }} className="key">
                          {key}
                        </Link>
                      </th>
                      <td dir="auto">{name}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableCard>
          )}
        </PagedList>
        <ReviewPolicyForm />
      </div>
      <Dialog title="New environment" open={adding} close={() => setAdding(false)}>
        <NewEnvironment close={() => setAdding(false)} />
      </Dialog>
    </Page>
  );
}

function NewEnvironment({ close }: { readonly close: () => void }) {
  const form = useForm({ defaultValues: { key: '', name: '' } });
  const { register, handleSubmit, formState } = form;
  const { errors } = formState;
  const add = server.useMutation('post', '/v1/environments');
  const done = useDone();
  const submit = handleSubmit((body) =>
    add.mutate(
      { body },
      {
        onSuccess: () => {
          done(`The environment ${body.key} is made`);
          close();
        },
        onError: (error) => showProblem(form, error),
      },
    ),
  );
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <div className="dialog-body">
        <Field label="Key" hint="It cannot be changed" error={errors.key?.message}>
          {(bound) => <input {...bound} {...register('key')} autoFocus spellCheck={false} />}
        </Field>
        <Field label="Name" error={errors.name?.message}>
          {(bound) => <input {...bound} {...register('name')} dir="auto" />}
        </Field>
        <p className="hint">Flags begin there with the rules and the default that they were made with.</p>
      </div>
      <FormRefusal error={errors.root} />
      <footer className="dialog-foot">
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" kind="primary" pending={add.isPending}>
          Make the environment
        </Button>
      </footer>
    </form>
  );
}
