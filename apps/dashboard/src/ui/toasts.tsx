import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';

export interface Toast {
  readonly text: string;
  /** Offered while the toast is shown. */
  readonly undo?: () => void;
}

interface ShownToast extends Toast {
  readonly id: number;
}

const SHOWN_MS = 8_000;
const MOST = 3;

const ToastContext = createContext<(toast: Toast) => void>(() => undefined);

/** Says what happened, in a corner, for some seconds. */
export const useToast = (): ((toast: Toast) => void) => use(ToastContext);

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly ShownToast[]>([]);
  const count = useRef(0);
  const remove = useCallback((id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id)), []);
  const show = useCallback((toast: Toast) => {
    count.current += 1;
    const shown = { ...toast, id: count.current };
    setToasts((before) => [...before, shown].slice(-MOST));
  }, []);
  const region = useMemo(
    () => (
      <div className="toasts" role="status" aria-label="What happened">
        <ol>
          {toasts.map((toast) => (
            <ToastItem key={toast.id} toast={toast} remove={remove} />
          ))}
        </ol>
      </div>
    ),
    [toasts, remove],
  );
  return (
    <ToastContext value={show}>
      {children}
      {region}
    </ToastContext>
  );
}

function ToastItem({ toast, remove }: { readonly toast: ShownToast; readonly remove: (id: number) => void }) {
  const { id, text, undo } = toast;
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => remove(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, held, remove]);
  return (
    <li
      className="toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{text}</span>
      {undo && (
        <button
          type="button"
          className="link-button"
          onClick={() => {
            undo();
            remove(id);
          }}
        >
          Undo
        </button>
      )}
      <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => remove(id)}>
        ×
      </button>
    </li>
  );
}
