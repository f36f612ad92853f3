import { useCallback, useEffect, useState } from 'react';
import { api, onSignedOut, type Problem, problemFrom } from '../api.js';
import { type Session } from '../api-types.js';

export type SessionState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly problem: Problem }
  | { readonly status: 'signed_out' }
  | { readonly status: 'signed_in'; readonly session: Session };

/** The current session; an unauthenticated answer to any call ends it. */
export function useSession() {
  const [session, setSession] = useState<SessionState>({ status: 'loading' });

  const refresh = useCallback(() => {
    void readSession().then(setSession);
  }, []);
  const signOut = useCallback(() => {
    void api.signOut().then(
      ({ signOutAt }) => {
        if (signOutAt !== null) window.location.assign(signOutAt);
        setSession({ status: 'signed_out' });
      },
      (problem: unknown) => setSession(failedWith(problem)),
    );
  }, []);

  useEffect(() => onSignedOut(() => setSession({ status: 'signed_out' })), []);
  useEffect(refresh, [refresh]);
  return { session, refresh, signOut };
}

async function readSession(): Promise<SessionState> {
  try {
    return { status: 'signed_in', session: await api.session() };
  } catch (error) {
    return failedWith(error);
  }
}

function failedWith(error: unknown): SessionState {
  const problem = problemFrom(error);
  return problem.status === 401 ? { status: 'signed_out' } : { status: 'failed', problem };
}
