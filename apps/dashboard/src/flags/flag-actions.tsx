import { useState } from 'react';
import { server } from '../server/client.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { useDone } from '../ui/use-done.js';
import type { Flag } from './flag-types.js';

/** Archiving a flag, and bringing it back. */
export function FlagActions({ flag }: { readonly flag: Flag }) {
  const { key, archived } = flag;
  const [asked, setAsked] = useState(false);
  const obstacle = useObstacle(archived ? 'admin' : 'experimenter', 'everywhere');
  const done = useDone();
  const archive = server.useMutation('post', '/v1/flags/{key}/archive');
  const restore = server.useMutation('post', '/v1/flags/{key}/restore');
  const act = archived ? restore : archive;
  const confirm = () =>
    act.mutate(
      { params: { path: { key } } },
      {
        onSuccess: () => {
          done(archived ? `${key} is back` : `${key} is archived`);
          setAsked(false);
        },
      },
    );
  return (
    <>
      <Button obstacle={obstacle} onClick={() => setAsked(true)}>
        {archived ? 'Restore' : 'Archive'}
      </Button>
      <ConfirmDialog
        title={archived ? `Restore ${key}?` : `Archive ${key}?`}
        open={asked}
        close={() => setAsked(false)}
        action={archived ? 'Restore the flag' : 'Archive the flag'}
        danger={!archived}
        pending={act.isPending}
        error={act.error}
        confirm={confirm}
      >
        <p>
          {archived
            ? 'Products that ask for it get its value again, in every environment.'
            : 'Products that ask for it get "flag not found" in every environment, so their own fallback. Its history stays, and an admin can restore it.'}
        </p>
      </ConfirmDialog>
    </>
  );
}
