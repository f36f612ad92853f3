import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { StateBadge } from '../experiments/state-badge.js';
import { Failed, Loading } from '../loading/notices.js';
import { problemFrom, server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { Page } from '../ui/page.js';
import { Age } from '../ui/time.js';

type Experiment = Schemas['Experiment'];
type Status = Experiment['status'];

const SHOWN = 10;

/** What needs somebody, what runs, and what was decided lately. */
export function HomePage() {
  return (
    <Page title="Home">
      <div className="home">
        <Listing title="In review" status="in_review" empty="Nothing waits for a review." />
        <Listing title="Running" status="running" empty="Nothing runs." />
        <Listing title="Paused" status="paused" empty="Nothing is paused." />
        <Listing title="Decided lately" status="completed" empty="Nothing was decided yet." />
      </div>
    </Page>
  );
}

function Listing({
  title,
  status,
  empty,
}: {
  readonly title: string;
  readonly status: Status;
  readonly empty: string;
}) {
  const { data, error, refetch } = server.useQuery('get', '/v1/experiments', {
    params: { query: { status, limit: SHOWN } },
  });
  return (
    <section className="card home-card" aria-label={title}>
      <h2>
        {title} {data && <span className="count">{data.total}</span>}
      </h2>
      {data ? <Items items={data.items} empty={empty} /> : <Pending error={error} retry={() => void refetch()} />}
    </section>
  );
}

function Pending({ error, retry }: { readonly error: unknown; readonly retry: () => void }): ReactNode {
  return error ? <Failed problem={problemFrom(error)} retry={retry} /> : <Loading what="experiments" />;
}

function Items({ items, empty }: { readonly items: readonly Experiment[]; readonly empty: string }) {
  if (items.length === 0) return <p className="hint">{empty}</p>;
  return (
    <ul className="home-items">
      {items.map((experiment) => (
        <li key={experiment.id}>
          <Link to="/experiments/$id" params={{ id: experiment.id }} title={experiment.name}>
            {experiment.name}
          </Link>
          <span className="home-meta">
            <StateBadge experiment={experiment} /> {experiment.owner.name} · <Age at={experiment.updatedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}
