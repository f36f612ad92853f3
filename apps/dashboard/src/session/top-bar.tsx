import { type Session } from '../api-types.js';
import { Link } from '../routing/router.js';
import { Brand } from './brand.js';

export function TopBar({ session, signOut }: { session: Session; signOut: () => void }) {
  return (
    <header className="top-bar">
      <Link to="/" className="top-bar-home">
        <Brand />
      </Link>
      <div className="top-bar-who">
        <span className="top-bar-name">{session.user?.name ?? session.key?.name}</span>
        <span className="tag">{session.user?.role ?? 'service key'}</span>
        <button type="button" className="button button-quiet" onClick={signOut}>
          Sign out
        </button>
      </div>
    </header>
  );
}
