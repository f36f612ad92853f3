import { Link } from '@tanstack/react-router';
import { StateBadge } from '../experiments/state-badge.js';
import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { Answered } from '../ui/answered.js';
import { Page } from '../ui/page.js';
import { Age } from '../ui/time.js';
import { FirstSteps } from './first-steps.js';
import { Inbox } from './inbox.js';

type Experiment = Schemas['ListedExperiment'];
type Status = Experiment['status'];

const SHOWN = 8;

/** What needs the reader, what runs, and what was decided lately. */
export function HomePage() {
  return (
    <Page title="Home">
      <FirstSteps />
      <div className="home">
        <Inbox />
        <Listing title="Running" status="running" empty="Nothing runs." />
        <Listing title="Paused" status="paused" empty="Nothing is paused." />
        <Listing title="Decided lately" status="completed" empty="Nothing was decided yet." />
      </div>
    </Page>
  );
}

interface ListingProps {
  readonly title: string;
  readonly status: Status;
  readonly empty: string;
}

function Listing({ title, status, empty }: ListingProps) {
  const query = server.useQuery('get', '/v1/experiments', {
    params: { query: { status, include: 'lights', limit: SHOWN } },
  });
  return (
    <section className="card home-card" aria-label={title}>
      <h2>
        {title} {query.data && <span className="count">{query.data.total}</span>}
      </h2>
      <Answered query={query} what="experiments">
        {({ items }) => <Items items={items} empty={empty} />}
      </Answered>
    </section>
  );
}

function Items({ items, empty }: { readonly items: readonly Experiment[]; readonly empty: string }) {
  if (items.length === 0) return <p className="hint">{empty}</p>;
  return (
    <ul className="home-items">
      {items.map((experiment) => (
        <li key={experiment.id}>
          <Link to="/experiments/$id" params={{ id: experiment.id }} title={experiment.name} dir="auto">
            {experiment.name}
          </Link>
          <span className="home-meta">
            <StateBadge experiment={experiment} /> <LightsText lights={experiment.lights ?? null} />
            {experiment.owner.name} · <Age at={experiment.updatedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What the guardrails and the verdict say now. */
function LightsText({ lights }: { readonly lights: Schemas['Lights'] | null }) {
  if (lights === null) return null;
  const { guardrails, verdict } = lights;
  return (
    <>
      {guardrails.breached > 0 && <span className="health health-breached">{guardrails.breached} breached</span>}
      {guardrails.breached === 0 && guardrails.healthy > 0 && <span className="health health-healthy">healthy</span>}
      {verdict !== null && <span className="tag">{verdict.kind.replaceAll('_', ' ')}</span>}{' '}
    </>
  );
}
