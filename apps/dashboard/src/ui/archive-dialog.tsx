import type { ComponentProps } from 'react';
import { CommandDialog } from './command-dialog.js';

interface ArchiveDialogProps extends Pick<ComponentProps<typeof CommandDialog>, 'close' | 'command' | 'run'> {
  /** What it is, such as `metric`. */
  readonly what: string;
  readonly name: string;
  /** True: it is archived now, and would be restored. */
  readonly archived: boolean;
  /** What archiving, and what restoring it leads to. */
  readonly consequences: { readonly archive: string; readonly restore: string };
}

/** Asks before a thing is archived, or brought back. */
export function ArchiveDialog({ what, name, archived, consequences, ...command }: ArchiveDialogProps) {
  return (
    <CommandDialog
      {...command}
      title={archived ? `Restore ${name}?` : `Archive ${name}?`}
      action={archived ? `Restore the ${what}` : `Archive the ${what}`}
      danger={!archived}
      said={archived ? `${name} is back` : `${name} is archived`}
    >
      <p>{archived ? consequences.restore : consequences.archive}</p>
    </CommandDialog>
  );
}
