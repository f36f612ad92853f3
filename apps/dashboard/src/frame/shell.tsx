import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { LiveIndicator } from '../live/live-indicator.js';
import { LiveProvider } from '../live/live.js';
import { currentEnvironment, USUAL_ENVIRONMENT } from '../server/environment.js';
import { Brand } from '../session/brand.js';
import { useSignedIn } from '../session/session.js';
import { ToastProvider } from '../ui/toasts.js';
import { EnvironmentSwitcher } from './environment-switcher.js';
import { Navigation } from './navigation.js';

const CommandPalette = lazy(() => import('./command-palette.js'));

/** The frame around every page. Another environment is another page: nothing of the one before stays. */
export function Shell({ signOut }: { readonly signOut: () => Promise<void> }) {
  const environment = currentEnvironment();
  return (
    <ToastProvider key={environment}>
      <LiveProvider>
        <a className="skip-link" href="#content">
          Skip to the content
        </a>
        <div className={`frame ${environment === USUAL_ENVIRONMENT ? 'frame-production' : ''}`}>
          <Frame signOut={signOut} />
        </div>
      </LiveProvider>
    </ToastProvider>
  );
}

function Frame({ signOut }: { readonly signOut: () => Promise<void> }) {
  const [menuOpen, setMenuOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const { user, key } = useSignedIn();
  useShortcut(() => setPaletteOpen((open) => !open));
  return (
    <>
      <header className="top-bar">
        <button
          type="button"
          className="icon-button menu-button"
          aria-expanded={menuOpen}
          aria-controls="navigation"
          aria-label="Pages"
          onClick={() => setMenuOpen(!menuOpen)}
        >
          ☰
        </button>
        <Link to="/" className="top-bar-home" aria-label="Assay, home">
          <Brand />
        </Link>
        <EnvironmentSwitcher />
        <button type="button" className="palette-button" onClick={() => setPaletteOpen(true)}>
          Go to… <kbd>Ctrl K</kbd>
        </button>
        <div className="top-bar-who">
          <LiveIndicator />
          <Link to="/account" className="top-bar-name" title="Your account">
            {user?.name ?? key?.name}
          </Link>
          <span className="tag">{user?.role ?? 'service key'}</span>
          <button type="button" className="button button-quiet" onClick={() => void signOut()}>
            Sign out
          </button>
        </div>
      </header>
      <div id="navigation" className={menuOpen ? 'side side-open' : 'side'}>
        <Navigation visited={() => setMenuOpen(false)} />
      </div>
      <Content />
      {paletteOpen && (
        <Suspense>
          <CommandPalette close={() => setPaletteOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The page stays, only its address is another: what is being typed must not notice. */
    readonly keepsFocus?: boolean;
  }
}

/** The page. After a link is followed, reading begins at its top, with a screen reader too. */
function Content() {
  const {
    pathname,
    state: { keepsFocus },
  } = useLocation();
  const [first] = useState(pathname);
  useEffect(() => {
    if (pathname !== first && keepsFocus !== true) document.getElementById('content')?.focus({ preventScroll: true });
  }, [pathname, first, keepsFocus]);
  return (
    <main id="content" className="page" tabIndex={-1}>
      <Outlet />
    </main>
  );
}

function useShortcut(press: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      press();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  });
}
