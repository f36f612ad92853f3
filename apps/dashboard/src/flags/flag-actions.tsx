import { useState } from 'react';
import { server } from '../server/client.js';
import { useObstacle } from '../session/permissions.js';
import { ArchiveDialog } from '../ui/archive-dialog.js';
import { Button } from '../ui/button.js';
import type { Flag } from './flag-types.js';

/** Archiving a flag, and bringing it back. */
export function FlagActions({ flag }: { readonly flag: Flag }) {
  const [asked, setAsked] = useState(false);
  const obstacle = useObstacle(flag.archived ? 'admin' : 'experimenter', 'everywhere');
  return (
    <>
      <Button obstacle={obstacle} onClick={() => setAsked(true)}>
        {flag.archived ? 'Restore' : 'Archive'}
      </Button>
      {asked && <ArchiveFlag flag={flag} close={() => setAsked(false)} />}
    </>
  );
}

function ArchiveFlag({ flag, close }: { readonly flag: Flag; readonly close: () => void }) {
  const archive = server.useMutation('post', '/v1/flags/{key}/archive');
  const restore = server.useMutation('post', '/v1/flags/{key}/restore');
  const command = flag.archived ? restore : archive;
  return (
    <ArchiveDialog
      what="flag"
      name={flag.key}
      archived={flag.archived}
      close={close}
      command={command}
      run={(after) => command.mutate({ params: { path: { key: flag.key } } }, after)}
      consequences={{
        archive:
          'Products that ask for it get "flag not found" in every environment, so their own fallback. Its history stays, and an admin can restore it.',
        restore: 'Products that ask for it get its value again, in every environment.',
      }}
    />
  );
}
