import { useForm } from 'react-hook-form';
import { Field } from '../forms/field.js';
import { FormRefusal } from '../forms/form-refusal.js';
import { showProblem } from '../forms/problem-fields.js';
import { server } from '../server/client.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { PAGED, PagedList } from '../ui/list.js';
import { TableCard } from '../ui/table-card.js';
import { Age, Instant } from '../ui/time.js';
import { useAfter } from '../ui/use-after.js';
import { useDone } from '../ui/use-done.js';
import { type Flag, variantNames } from './flag-types.js';

interface Values {
  readonly kind: 'subject' | 'group';
  readonly who: string;
  readonly variant: string;
  readonly days: number;
}

const DAY_MS = 86_400_000;

/** Variants for single subjects and groups, until they expire. */
export function OverridesTab({ flag }: { readonly flag: Flag }) {
  const obstacle = useObstacle('experimenter');
  const query = server.useInfiniteQuery(
    'get',
    '/v1/overrides',
    { params: { query: { flag: flag.key, limit: 50 } } },
    PAGED,
  );
  const end = server.useMutation('delete', '/v1/overrides/{id}');
  const after = useAfter();
  return (
    <div className="form">
      <NewOverride flag={flag} obstacle={obstacle} />
      <PagedList query={query} what="overrides" empty={<p className="hint">Nobody has an override.</p>}>
        {(overrides) => (
          <TableCard label="Overrides">
            <table>
              <thead>
                <tr>
                  <th scope="col">Who</th>
                  <th scope="col">Gets</th>
                  <th scope="col" className="wide-only">
                    Made
                  </th>
                  <th scope="col">Until</th>
                  <th scope="col">
                    <span className="visually-hidden">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {overrides.map(({ id, subject, group, variant, createdBy, createdAt, expiresAt, endedAt }) => (
                  <tr key={id}>
                    <th scope="row" className="key">
                      {subject ?? `group ${group ?? ''}`}
                    </th>
                    <td className="key">{variant}</td>
                    <td className="wide-only">
                      {createdBy.name}, <Age at={createdAt} />
                    </td>
                    <td>{endedAt === null ? <Instant at={expiresAt} /> : <span className="tag">ended</span>}</td>
                    <td className="number">
                      {endedAt === null && (
                        <Button
                          kind="quiet"
                          obstacle={obstacle}
                          aria-label={`End the override of ${subject ?? group ?? ''}`}
                          onClick={() => end.mutate({ params: { path: { id } } }, after('The override has ended'))}
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
        )}
      </PagedList>
    </div>
  );
}

function NewOverride({ flag, obstacle }: { readonly flag: Flag; readonly obstacle: string | null }) {
  const names = variantNames(flag);
  const form = useForm<Values>({ defaultValues: { kind: 'subject', who: '', variant: names[0] ?? '', days: 7 } });
  const { register, handleSubmit, formState } = form;
  const { errors } = formState;
  const create = server.useMutation('post', '/v1/overrides');
  const done = useDone();
  const submit = handleSubmit(({ kind, who, variant, days }) =>
    create.mutate(
      {
        body: {
          flag: flag.key,
          [kind]: who,
          variant,
          expiresAt: new Date(Date.now() + days * DAY_MS).toISOString(),
        },
      },
      {
        onSuccess: () => {
          done(`${who} gets ${variant}`);
          form.resetField('who');
        },
        onError: (error) => showProblem(form, error, (path) => (path === 'subject' || path === 'group' ? 'who' : path)),
      },
    ),
  );
  return (
    <form className="card form-section" onSubmit={(event) => void submit(event)} noValidate>
      <h2>New override</h2>
      <div className="form-row">
        <Field label="For">
          {(bound) => (
            <select {...bound} {...register('kind')}>
              <option value="subject">one subject</option>
              <option value="group">a group</option>
            </select>
          )}
        </Field>
        <Field label="Its id or key" error={errors.who?.message}>
          {(bound) => <input {...bound} {...register('who')} spellCheck={false} />}
        </Field>
        <Field label="Gets" error={errors.variant?.message}>
          {(bound) => (
            <select {...bound} {...register('variant')}>
              {names.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          )}
        </Field>
        <Field label="For days">
          {(bound) => (
            <input {...bound} type="number" min={1} max={365} {...register('days', { valueAsNumber: true })} />
          )}
        </Field>
      </div>
      <FormRefusal error={errors.root} />
      <footer className="form-foot">
        <Button type="submit" kind="primary" pending={create.isPending} obstacle={obstacle}>
          Make the override
        </Button>
      </footer>
    </form>
  );
}
