import { Link } from '@tanstack/react-router';
import type { PlainPath } from '../frame/plain-path.js';
import { server } from '../server/client.js';

/** What others make ticks off here, too. */
const AGAIN = { refetchInterval: 5_000 } as const;
const ONE = { params: { query: { limit: 1 } } } as const;

const hasSome = ({ data }: { readonly data: { readonly total: number } | undefined }): boolean =>
  (data?.total ?? 0) > 0;

interface Step {
  readonly name: string;
  readonly done: boolean;
  readonly to: PlainPath;
}

/** A guide for a new Assay. Its steps tick themselves off, and it leaves once an experiment has run. */
export function FirstSteps() {
  const { data } = server.useQuery('get', '/v1/experiments', { params: { query: { limit: 50 } } });
  if (data === undefined || data.items.some(({ startedAt }) => startedAt !== null)) return null;
  return <Guide isApproved={data.items.some(hasPassedReview)} />;
}

const hasPassedReview = ({ status }: { readonly status: string }): boolean =>
  !['draft', 'in_review', 'rejected'].includes(status);

function Guide({ isApproved }: { readonly isApproved: boolean }) {
  const types = server.useQuery('get', '/v1/event-types', ONE, AGAIN);
  const metrics = server.useQuery('get', '/v1/metrics', ONE, AGAIN);
  const flags = server.useQuery('get', '/v1/flags', ONE, AGAIN);
  const steps: readonly Step[] = [
    { name: 'Make a flag', done: hasSome(flags), to: '/flags' },
    { name: 'Say which events your product reports', done: hasSome(types), to: '/catalogue/event-types' },
    { name: 'Define a metric', done: hasSome(metrics), to: '/catalogue/metrics' },
    { name: 'Draft an experiment and have it approved', done: isApproved, to: '/experiments' },
    // The guide has left by then.
    { name: 'Start it, ask for decisions and report events', done: false, to: '/flags' },
  ];
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
