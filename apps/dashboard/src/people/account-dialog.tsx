import { Link } from '@tanstack/react-router';
import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { useDone } from '../ui/use-done.js';

export type AccountAct = 'deactivate' | 'reactivate' | 'forget';

interface AccountDialogProps {
  readonly user: Schemas['User'];
  readonly act: AccountAct;
  readonly close: () => void;
}

const CONSEQUENCES: Readonly<Record<AccountAct, string>> = {
  deactivate:
    'Keys, sessions and open pages of this person end at once. Running experiments go on and need another owner.',
  reactivate: 'The keys of this person are valid again. Sessions that ended stay ended.',
  forget:
    'Name, address and password cannot be read any more, in the log and soon in every list. Nobody can undo that. What was done stays in the history, without the name.',
};

/** Ends an account, brings it back, or forgets whose it was. */
export function AccountDialog({ user, act, close }: AccountDialogProps) {
  const deactivate = server.useMutation('post', '/v1/users/{id}/deactivate');
  const reactivate = server.useMutation('post', '/v1/users/{id}/reactivate');
  const forget = server.useMutation('post', '/v1/users/{id}/forget');
  const command = { deactivate, reactivate, forget }[act];
  const done = useDone();
  const left = deactivate.data?.experiments ?? [];
  if (left.length > 0) {
    return (
      <Dialog title="These experiments need another owner" open close={close}>
        <ul>
          {left.map(({ id, name, environment }) => (
            <li key={id}>
              <Link to="/experiments/$id" params={{ id }} search={{ environment }}>
                {name}
              </Link>{' '}
              in {environment}
            </li>
          ))}
        </ul>
        <footer className="dialog-foot">
          <Button kind="primary" onClick={close}>
            Done
          </Button>
        </footer>
      </Dialog>
    );
  }
  const ended = () => {
    done(act === 'forget' ? 'Forgotten' : `${user.name} is ${act}d`);
  };
  const init = { params: { path: { id: user.id } } };
  const confirm = () => {
    if (act === 'deactivate')
      deactivate.mutate(init, {
        onSuccess: ({ experiments }) => {
          ended();
          if (experiments.length === 0) close();
        },
      });
    else
      command.mutate(init, {
        onSuccess: () => {
          ended();
          close();
        },
      });
  };
  return (
    <ConfirmDialog
      title={`${act[0]?.toUpperCase() ?? ''}${act.slice(1)} ${user.name}?`}
      open
      close={close}
      action={`${act[0]?.toUpperCase() ?? ''}${act.slice(1)}`}
      danger={act !== 'reactivate'}
      pending={command.isPending}
      error={command.error}
      confirm={confirm}
    >
      <p>{CONSEQUENCES[act]}</p>
    </ConfirmDialog>
  );
}
