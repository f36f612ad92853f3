import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useEffect } from 'react';
import { onSignedOut, problemFrom, server, type Problem } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { api } from '../api.js';

type Session = Schemas['Session'];

export type SessionState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly problem: Problem }
  | { readonly status: 'signed_out' }
  | { readonly status: 'signed_in'; readonly session: Session };

const SESSION = server.queryOptions('get', '/v1/session', {}, { staleTime: Infinity, retry: false });

/** The current session; an unauthenticated answer to any call ends it. */
export function useSession() {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(SESSION);
  const refresh = useCallback(() => void refetch(), [refetch]);
  useEffect(() => onSignedOut(() => void queries.resetQueries({ queryKey: SESSION.queryKey })), [queries]);
  const signOut = useCallback(async () => {
    const { signOutAt } = await api.signOut();
    queries.clear();
    window.location.assign(signOutAt ?? '/');
  }, [queries]);
  return { state: stateOf(data, error), refresh, signOut };
}

function stateOf(session: Session | undefined, error: unknown): SessionState {
  if (error !== null) {
    const problem = problemFrom(error);
    return problem.status === 401 ? { status: 'signed_out' } : { status: 'failed', problem };
  }
  return session ? { status: 'signed_in', session } : { status: 'loading' };
}

const SessionContext = createContext<Session | undefined>(undefined);
export const SessionProvider = SessionContext.Provider;

/** Who is signed in. Only pages within the frame may ask. */
export function useSignedIn(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('nobody is signed in');
  return session;
}
