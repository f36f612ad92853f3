import { Link } from '@tanstack/react-router';
import type { PlainPath } from './plain-path.js';
import { useWaitingCount } from './waiting.js';

interface Entry {
  readonly to: PlainPath;
  readonly name: string;
}

interface Group {
  readonly name: string;
  readonly entries: readonly Entry[];
}

/** Where one can go. The command palette offers the same. */
export const NAVIGATION: readonly Group[] = [
  {
    name: 'Decide',
    entries: [
      { to: '/', name: 'Home' },
      { to: '/experiments', name: 'Experiments' },
      { to: '/flags', name: 'Flags' },
      { to: '/catalogue/metrics', name: 'Metrics' },
      { to: '/catalogue/event-types', name: 'Event types' },
      { to: '/audience', name: 'Audience' },
      { to: '/learnings', name: 'Learnings' },
    ],
  },
  {
    name: 'Watch',
    entries: [
      { to: '/audit', name: 'Audit' },
      { to: '/notifications', name: 'Notifications' },
      { to: '/operations', name: 'Operations' },
    ],
  },
  {
    name: 'Manage',
    entries: [
      { to: '/people', name: 'People' },
      { to: '/keys', name: 'API keys' },
      { to: '/environments', name: 'Environments' },
    ],
  },
];

/** The list of pages. @param visited called when one is chosen */
export function Navigation({ visited }: { readonly visited: () => void }) {
  const waiting = useWaitingCount();
  return (
    <nav className="navigation" aria-label="Pages">
      {NAVIGATION.map(({ name, entries }) => (
        <section key={name} aria-label={name}>
          <h2 className="navigation-group">{name}</h2>
          <ul>
            {entries.map((entry) => (
              <li key={entry.name}>
                <Link
                  to={entry.to}
                  className="navigation-link"
                  activeOptions={{ exact: entry.to === '/', includeSearch: false }}
                  activeProps={{ 'aria-current': 'page' }}
                  onClick={visited}
                >
                  {entry.name}
                  {entry.to === '/' && waiting > 0 && (
                    <span className="count" title="What waits for you">
                      {waiting}
                      <span className="visually-hidden"> wait for you</span>
                    </span>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
