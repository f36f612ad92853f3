import { useEffect, useState } from 'react';
import { api } from '../api.js';
import { useTitle } from '../frame/use-title.js';
import { Brand } from './brand.js';
import { Field, SecretForm } from './secret-form.js';

/** Words for the codes with which a sign-in at the provider fails. */
const PROVIDER_PROBLEMS: Readonly<Record<string, string>> = {
  no_role: 'Your identity provider gives you no role in Assay. Ask an admin.',
  deactivated: 'Your account is deactivated. Ask an admin.',
  provider_unavailable: 'The identity provider does not answer. Try again in a minute.',
};

export function SignInPage({ signedIn }: { signedIn: () => void }) {
  useTitle('Sign in');
  const provider = useProvider();
  const problem = new URLSearchParams(window.location.search).get('signInProblem');
  return (
    <main className="sign-in">
      <div className="card sign-in-form">
        <Brand />
        <h1>Sign in</h1>
        {problem !== null && (
          <p className="refusal" role="alert">
            {PROVIDER_PROBLEMS[problem] ?? 'The sign-in at the identity provider did not succeed. Try again.'}
          </p>
        )}
        {provider && (
          <a className="button button-primary" href={provider.start} data-testid="sign-in-provider">
            Sign in with {provider.name}
          </a>
        )}
        <PasswordForm signedIn={signedIn} />
        <h2>Or with an API key</h2>
        <KeyForm signedIn={signedIn} />
      </div>
    </main>
  );
}

function useProvider() {
  const [provider, setProvider] = useState<{ readonly name: string; readonly start: string } | null>(null);
  useEffect(() => {
    // Without an answer the other ways are still offered.
    api.signInMethods().then(
      ({ oidc }) => setProvider(oidc),
      () => setProvider(null),
    );
  }, []);
  return provider;
}

function PasswordForm({ signedIn }: { signedIn: () => void }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const attempt = async () => {
    await api.signInByPassword(email.trim(), password);
    signedIn();
  };
  return (
    <SecretForm name="sign-in-password-form" action="Sign in" pendingAction="Signing in…" attempt={attempt}>
      <Field
        id="sign-in-email"
        label="E-mail address"
        type="email"
        autoComplete="username"
        value={email}
        change={setEmail}
      />
      <Field
        id="sign-in-password"
        label="Password"
        type="password"
        autoComplete="current-password"
        value={password}
        change={setPassword}
      />
    </SecretForm>
  );
}

function KeyForm({ signedIn }: { signedIn: () => void }) {
  const [key, setKey] = useState('');
  const attempt = async () => {
    await api.signIn(key.trim());
    signedIn();
  };
  return (
    <SecretForm name="sign-in" action="Sign in with the key" pendingAction="Signing in…" attempt={attempt}>
      <Field
        id="sign-in-key"
        label="API key"
        type="password"
        autoComplete="off"
        placeholder="assay_…"
        value={key}
        change={setKey}
      />
      <p className="hint">
        A key with the scope <code>read</code> is enough. The first admin key is printed once, when Assay first starts.
      </p>
    </SecretForm>
  );
}
