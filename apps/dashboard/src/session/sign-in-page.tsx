import { type SyntheticEvent, useState } from 'react';
import { api, problemFrom } from '../api.js';
import { useTitle } from '../routing/use-title.js';
import { Brand } from './brand.js';

export function SignInPage({ signedIn }: { signedIn: () => void }) {
  useTitle('Sign in');
  const [key, setKey] = useState('');
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  const signIn = async () => {
    setPending(true);
    setRefusal(undefined);
    try {
      await api.signIn(key.trim());
      signedIn();
    } catch (error) {
      setRefusal(problemFrom(error).message);
    } finally {
      setPending(false);
    }
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void signIn();
  };

  return (
    <main className="sign-in">
      <form className="card sign-in-form" onSubmit={submit}>
        <Brand />
        <h1>Sign in</h1>
        <label htmlFor="key">API key</label>
        <input
          id="key"
          type="password"
          autoComplete="current-password"
          autoFocus
          required
          spellCheck={false}
          placeholder="assay_…"
          value={key}
          onChange={(event) => setKey(event.target.value)}
          aria-invalid={refusal !== undefined}
          aria-describedby="key-hint key-refusal"
          data-testid="sign-in-key"
        />
        <p id="key-refusal" className="refusal" role="alert">
          {refusal}
        </p>
        <button type="submit" className="button button-primary" disabled={pending} data-testid="sign-in-submit">
          {pending ? 'Signing in…' : 'Sign in'}
        </button>
        <p id="key-hint" className="hint">
          A key with the scope <code>read</code> is enough. The first admin key is printed once, when Assay first
          starts.
        </p>
      </form>
    </main>
  );
}
