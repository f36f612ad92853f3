import { Outlet, useLocation } from '@tanstack/react-router';
import { Shell } from './frame/shell.js';
import { Failed, Loading } from './loading/notices.js';
import { SignInPage } from './session/sign-in-page.js';
import { SessionProvider, useSession } from './session/session.js';

/** Every page: with the frame around it for people who are signed in. */
export function App() {
  const { state, refresh, signOut } = useSession();
  // The users of a link have no session yet.
  if (useLocation().pathname === '/invitation') return <Outlet />;
  switch (state.status) {
    case 'loading':
      return <Loading what="session" />;
    case 'failed':
      return <Failed problem={state.problem} retry={refresh} />;
    case 'signed_out':
      return <SignInPage signedIn={refresh} />;
    case 'signed_in':
      return (
        <SessionProvider value={state.session}>
          <Shell signOut={signOut} />
        </SessionProvider>
      );
  }
}
