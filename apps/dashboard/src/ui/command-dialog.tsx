import { ConfirmDialog, type ConfirmDialogProps } from './confirm-dialog.js';
import { useDone } from './use-done.js';

interface CommandDialogProps extends Omit<ConfirmDialogProps, 'open' | 'pending' | 'error' | 'confirm'> {
  readonly command: { readonly isPending: boolean; readonly error: unknown };
  /** Sends the command. @param after what happens once it is done: pass it on */
  readonly run: (after: { readonly onSuccess: () => void }) => void;
  /** What a toast says afterwards. */
  readonly said: string;
}

/** Asks before a command, sends it, says that it is done and closes. */
export function CommandDialog({ command, run, said, close, ...rest }: CommandDialogProps) {
  const done = useDone();
  const onSuccess = () => {
    done(said);
    close();
  };
  return (
    <ConfirmDialog
      {...rest}
      open
      close={close}
      pending={command.isPending}
      error={command.error}
      confirm={() => run({ onSuccess })}
    />
  );
}
