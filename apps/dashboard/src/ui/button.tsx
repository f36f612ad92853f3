import { useId, type ButtonHTMLAttributes, type ReactNode } from 'react';

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'disabled'> {
  readonly kind?: 'plain' | 'primary' | 'quiet' | 'danger';
  readonly pending?: boolean;
  /** Why it cannot be pressed now: shown on hover and focus, and read aloud. Null: it can. */
  readonly obstacle?: string | null;
  readonly children: ReactNode;
}

/** A button. One that is refused stays focusable, so that everybody can learn why. */
export function Button({ kind = 'plain', pending = false, obstacle = null, children, onClick, ...rest }: ButtonProps) {
  const reason = useId();
  const blocked = pending || obstacle !== null;
  return (
    <>
      <button
        type="button"
        {...rest}
        className={`button button-${kind}`}
        aria-disabled={blocked || undefined}
        aria-describedby={obstacle === null ? undefined : reason}
        title={obstacle ?? undefined}
        onClick={(event) => {
          if (blocked) event.preventDefault();
          else onClick?.(event);
        }}
      >
        {pending && <span className="spinner" aria-hidden="true" />}
        {children}
      </button>
      {obstacle !== null && (
        <span id={reason} className="visually-hidden">
          {obstacle}
        </span>
      )}
    </>
  );
}
