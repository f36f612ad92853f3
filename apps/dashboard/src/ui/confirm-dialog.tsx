import type { ReactNode } from 'react';
import { problemFrom } from '../server/client.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';

export interface ConfirmDialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly close: () => void;
  /** What the button says: the act itself, such as `Start the experiment`. */
  readonly action: string;
  readonly danger?: boolean;
  readonly pending: boolean;
  readonly error: unknown;
  readonly confirm: () => void;
  /** The consequences, and fields where some are asked for. */
  readonly children: ReactNode;
}

/** Asks before an act with consequences, and says why it was refused. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, open, close, action, danger = false, pending, error, confirm, children } = props;
  return (
    <Dialog title={title} open={open} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending) confirm();
        }}
      >
        <div className="dialog-body">{children}</div>
        <ProblemText error={error} />
        <footer className="dialog-foot">
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" kind={danger ? 'danger' : 'primary'} pending={pending}>
            {action}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

/** Why the server refused, with every wrong field; nothing without an error. */
export function ProblemText({ error }: { readonly error: unknown }) {
  if (error === null || error === undefined) return null;
  const { message, errors } = problemFrom(error);
  const others = errors.filter(({ detail }) => detail !== message);
  return (
    <div className="refusal" role="alert">
      <p>{message}</p>
      {others.length > 0 && (
        <ul>
          {others.map(({ pointer, detail }) => (
            <li key={`${pointer} ${detail}`}>
              <code>{pointer}</code> {detail}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
