import type { ReactNode } from 'react';
import { Button } from './button.js';
import { CopyButton } from './copy-button.js';

interface SecretOnceProps {
  /** What the secret is, such as `key`. */
  readonly what: string;
  readonly secret: string;
  readonly close: () => void;
  readonly children: ReactNode;
}

/** Shows a secret that the server tells only now. */
export function SecretOnce({ what, secret, close, children }: SecretOnceProps) {
  return (
    <div className="dialog-body">
      <p>
        Copy the {what} now: it is never shown again. {children}
      </p>
      <p className="secret">
        <code data-testid="secret">{secret}</code>
        <CopyButton text={secret} what={`the ${what}`} />
      </p>
      <footer className="dialog-foot">
        <Button kind="primary" onClick={close}>
          Done
        </Button>
      </footer>
    </div>
  );
}
