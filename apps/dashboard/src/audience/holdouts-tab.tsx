import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { Field } from '../forms/field.js';
import { FormRefusal } from '../forms/form-refusal.js';
import { showProblem } from '../forms/problem-fields.js';
import { wordsOf } from '../forms/words-of.js';
import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { CommandDialog } from '../ui/command-dialog.js';
import { Dialog } from '../ui/dialog.js';
import { PAGED, PagedList } from '../ui/list.js';
import { TableCard } from '../ui/table-card.js';
import { Instant } from '../ui/time.js';
import { useDone } from '../ui/use-done.js';

type Holdout = Schemas['Holdout'];

/** Subjects who are kept out of all experiments, to measure what these add up to. */
export function HoldoutsTab() {
  const [making, setMaking] = useState(false);
  const [ended, setEnded] = useState<Holdout>();
  const obstacle = useObstacle('admin');
  const query = server.useInfiniteQuery('get', '/v1/holdouts', { params: { query: { limit: 50 } } }, PAGED);
  return (
    <>
      <p className="tab-actions">
        <Button kind="primary" obstacle={obstacle} onClick={() => setMaking(true)}>
          New holdout
        </Button>
      </p>
      <PagedList
        query={query}
        what="holdouts"
        empty={<p className="hint">None: every subject may meet experiments.</p>}
      >
        {(holdouts) => (
          <TableCard label="Holdouts">
            <table>
              <thead>
                <tr>
                  <th scope="col">Holdout</th>
                  <th scope="col" className="number">
                    Share
                  </th>
                  <th scope="col" className="wide-only">
                    Of
                  </th>
                  <th scope="col">From</th>
                  <th scope="col">To</th>
                  <th scope="col">
                    <span className="visually-hidden">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {holdouts.map((holdout) => (
                  <tr key={holdout.key}>
                    <th scope="row" className="cell-name key">
                      {holdout.key}
                    </th>
                    <td className="number">{holdout.share}%</td>
                    <td className="wide-only">{holdout.flags === null ? 'all flags' : holdout.flags.join(', ')}</td>
                    <td>
                      <Instant at={holdout.startAt} />
                    </td>
                    <td>{holdout.endAt === null ? 'not known' : <Instant at={holdout.endAt} />}</td>
                    <td className="number">
                      <Button
                        kind="quiet"
                        obstacle={obstacle}
                        aria-label={`End ${holdout.key}`}
                        onClick={() => setEnded(holdout)}
                      >
                        End
                      </Button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableCard>
        )}
      </PagedList>
      <Dialog title="New holdout" open={making} close={() => setMaking(false)}>
        <NewHoldout close={() => setMaking(false)} />
      </Dialog>
      {ended && <EndDialog holdout={ended} close={() => setEnded(undefined)} />}
    </>
  );
}

function EndDialog({ holdout, close }: { readonly holdout: Holdout; readonly close: () => void }) {
  const command = server.useMutation('post', '/v1/holdouts/{key}/end');
  return (
    <CommandDialog
      title={`End ${holdout.key}?`}
      close={close}
      action="End the holdout"
      danger
      command={command}
      run={(after) => command.mutate({ params: { path: { key: holdout.key } } }, after)}
      said={`${holdout.key} has ended`}
    >
      <p>Its {holdout.share}% of subjects meet experiments from the next decision on. It cannot begin again.</p>
    </CommandDialog>
  );
}

function NewHoldout({ close }: { readonly close: () => void }) {
  const form = useForm({ defaultValues: { key: '', share: '5', flags: '' } });
  const { register, handleSubmit, formState } = form;
  const { errors } = formState;
  const create = server.useMutation('post', '/v1/holdouts');
  const done = useDone();
  const submit = handleSubmit(({ key, share, flags }) => {
    const keys = wordsOf(flags);
    create.mutate(
      { body: { key, share, ...(keys.length > 0 ? { flags: keys } : {}) } },
      {
        onSuccess: () => {
          done(`The holdout ${key} is made`);
          close();
        },
        onError: (error) => showProblem(form, error, (path) => path.replace(/^flags\..*/, 'flags')),
      },
    );
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <div className="dialog-body">
        <Field label="Key" error={errors.key?.message}>
          {(bound) => <input {...bound} {...register('key')} autoFocus spellCheck={false} />}
        </Field>
        <Field label="Percent of subjects" hint="At most 10" error={errors.share?.message}>
          {(bound) => <input {...bound} {...register('share')} inputMode="decimal" />}
        </Field>
        <Field label="Only of flags" hint="Keys with spaces between; empty: all flags" error={errors.flags?.message}>
          {(bound) => <input {...bound} {...register('flags')} spellCheck={false} />}
        </Field>
        <p className="hint">It begins now. Subjects in it get what flags serve without experiments.</p>
      </div>
      <FormRefusal error={errors.root} />
      <footer className="dialog-foot">
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" kind="primary" pending={create.isPending}>
          Make the holdout
        </Button>
      </footer>
    </form>
  );
}
