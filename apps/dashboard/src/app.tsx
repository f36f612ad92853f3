import { ExperimentPage } from './experiment/experiment-page.js';
import { ExperimentsPage } from './experiments/experiments-page.js';
import { Failed, Loading } from './loading/notices.js';
import { NotFound } from './routing/not-found.js';
import { useRoute } from './routing/router.js';
import { InvitationPage } from './session/invitation-page.js';
import { SignInPage } from './session/sign-in-page.js';
import { TopBar } from './session/top-bar.js';
import { useSession } from './session/use-session.js';

export function App() {
  const { session, refresh, signOut } = useSession();
  const { page } = useRoute();
  if (page === 'invitation') return <InvitationPage />;
  switch (session.status) {
    case 'loading':
      return <Loading what="session" />;
    case 'failed':
      return <Failed problem={session.problem} retry={refresh} />;
    case 'signed_out':
      return <SignInPage signedIn={refresh} />;
    case 'signed_in':
      return (
        <>
          <TopBar session={session.session} signOut={signOut} />
          <main className="page">
            <CurrentPage />
          </main>
        </>
      );
  }
}

function CurrentPage() {
  const route = useRoute();
  switch (route.page) {
    case 'experiments':
      return <ExperimentsPage />;
    case 'experiment':
      return <ExperimentPage key={route.id} id={route.id} />;
    case 'invitation':
    case 'unknown':
      return <NotFound title="No such page" />;
  }
}
