import { useEffect, useId, useRef, type ReactNode } from 'react';

interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly close: () => void;
  /** A wide dialog holds forms with tables. */
  readonly size?: 'usual' | 'wide';
  readonly children: ReactNode;
}

/**
 * A modal dialog: the browser's own, which keeps the focus inside, returns it at the end, and closes on Escape. It needs no
 * injected style, which the Content-Security-Policy would refuse.
 */
export function Dialog({ title, open, close, size = 'usual', children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    if (!open || element === null) return undefined;
    element.showModal();
    return () => element.close();
  }, [open]);
  if (!open) return null;
  return (
    <dialog
      ref={dialog}
      className={`dialog dialog-${size}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => {
        // The dialog itself is what lies under the pointer only outside its content.
        if (event.target === dialog.current) close();
      }}
    >
      <div className="dialog-content">
        <header className="dialog-head">
          <h2 id={heading}>{title}</h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={close}>
            ×
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
