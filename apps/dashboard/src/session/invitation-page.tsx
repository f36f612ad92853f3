import { useState } from 'react';
import { api } from '../api.js';
import { useTitle } from '../frame/use-title.js';
import { Brand } from './brand.js';
import { Field, SecretForm } from './secret-form.js';

const SHORTEST = 12;

/** Where the user of a link chooses a password. The token is in the fragment, which browsers send to no server. */
export function InvitationPage() {
  useTitle('Choose a password');
  const token = decodeURIComponent(window.location.hash.slice(1));
  const [password, setPassword] = useState('');
  const [done, setDone] = useState(false);
  const attempt = async () => {
    await api.acceptInvitation(token, password);
    setDone(true);
  };
  return (
    <main className="sign-in">
      <div className="card sign-in-form">
        <Brand />
        <h1>Choose a password</h1>
        {done ? (
          <p role="status">
            Your password is set. <a href="/">Sign in</a>
          </p>
        ) : (
          <SecretForm name="invitation" action="Set the password" pendingAction="Setting…" attempt={attempt}>
            <Field
              id="invitation-password"
              label="New password"
              type="password"
              autoComplete="new-password"
              minLength={SHORTEST}
              value={password}
              change={setPassword}
            />
            <p className="hint">At least {SHORTEST} characters. A sentence is easy to remember and hard to guess.</p>
          </SecretForm>
        )}
      </div>
    </main>
  );
}
