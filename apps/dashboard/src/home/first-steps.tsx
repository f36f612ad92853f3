import { Link } from '@tanstack/react-router';
import type { PlainPath } from '../frame/plain-path.js';
import { server } from '../server/client.js';

/** What others make ticks off here, too. */
const AGAIN = { refetchInterval: 5_000 } as const;
const ONE = { params: { query: { limit: 1 } } } as const;

interface Step {
  readonly name: string;
  readonly done: boolean;
  readonly to: PlainPath;
}

/** A guide for a new Assay. Its steps tick themselves off, and it leaves once an experiment has run. */
export function FirstSteps() {
  const types = server.useQuery('get', '/v1/event-types', { params: { query: { limit: 50 } } }, AGAIN);
  const metrics = server.useQuery('get', '/v1/metrics', ONE, AGAIN);
  const flags = server.useQuery('get', '/v1/flags', ONE, AGAIN);
  const experiments = server.useQuery('get', '/v1/experiments', { params: { query: { limit: 50 } } }, AGAIN);
  const answers = [types, metrics, flags, experiments];
  if (answers.some(({ data }) => data === undefined)) return null;
  const events = types.data?.items ?? [];
  const found = experiments.data?.items ?? [];
  const steps: readonly Step[] = [
    { name: 'Make a flag', done: (flags.data?.total ?? 0) > 0, to: '/flags' },
    { name: 'Say which events your product reports', done: events.length > 0, to: '/catalogue/event-types' },
    { name: 'Define a metric', done: (metrics.data?.total ?? 0) > 0, to: '/catalogue/metrics' },
    { name: 'Draft an experiment and have it approved', done: found.some(isApproved), to: '/experiments' },
    {
      name: 'Start it, ask for decisions and report events',
      done:
        found.some(({ startedAt }) => startedAt !== null) &&
        events.some(({ received }) => (received?.accepted ?? 0) > 0),
      to: '/flags',
    },
  ];
  if (found.some(({ startedAt }) => startedAt !== null)) return null;
  return <Guide steps={steps} />;
}

const isApproved = ({ status }: { readonly status: string }): boolean =>
  !['draft', 'in_review', 'rejected'].includes(status);

function Guide({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <section className="card first-steps" aria-label="First steps">
      <h2>First steps</h2>
      <ol>
        {steps.map(({ name, done, to }, index) => (
          <li key={name} className={done ? 'step step-done' : 'step'}>
            <span className="step-mark" aria-hidden="true">
              {done ? '✓' : index + 1}
            </span>
            <Link to={to}>{name}</Link>
            {done && <span className="visually-hidden"> (done)</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}
