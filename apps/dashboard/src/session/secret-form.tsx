import { type ReactNode, type SyntheticEvent } from 'react';
import { useAttempt } from './use-attempt.js';

/** A form that sends secrets: its fields, why it was refused, its button. */
export function SecretForm({
  children,
  name,
  action,
  pendingAction,
  attempt,
}: {
  children: ReactNode;
  /** Prefix of the ids that tests and screen readers use. */
  name: string;
  action: string;
  pendingAction: string;
  attempt: () => Promise<void>;
}) {
  const { pending, refusal, run } = useAttempt(attempt);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void run();
  };
  return (
    <form className="secret-form" onSubmit={submit} aria-describedby={`${name}-refusal`}>
      {children}
      <p id={`${name}-refusal`} className="refusal" role="alert">
        {refusal}
      </p>
      <button type="submit" className="button button-primary" disabled={pending} data-testid={`${name}-submit`}>
        {pending ? pendingAction : action}
      </button>
    </form>
  );
}

/** A labelled field. */
export function Field({
  id,
  label,
  type,
  autoComplete,
  value,
  change,
  placeholder,
  minLength,
}: {
  id: string;
  label: string;
  type: 'email' | 'password';
  autoComplete: string;
  value: string;
  change: (value: string) => void;
  placeholder?: string;
  minLength?: number;
}) {
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        autoComplete={autoComplete}
        required
        spellCheck={false}
        placeholder={placeholder}
        minLength={minLength}
        value={value}
        onChange={(event) => change(event.target.value)}
        data-testid={id}
      />
    </>
  );
}
