import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { displayDecimal } from '../format/decimal.js';
import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { useSignedIn } from '../session/session.js';
import { Answered } from '../ui/answered.js';
import { Age } from '../ui/time.js';
import { inboxQuery } from './inbox-query.js';

/** What waits for the reader. */
export function Inbox() {
  const { user } = useSignedIn();
  const query = server.useQuery(...inboxQuery(user !== null));
  return (
    <section className="card home-card home-inbox" aria-label="Needs you">
      <h2>Needs you</h2>
      {user === null ? (
        <p className="hint">Sign in as a user to see what waits for you.</p>
      ) : (
        <Answered query={query} what="what waits for you">
          {(inbox) => <Items inbox={inbox} />}
        </Answered>
      )}
    </section>
  );
}

function Items({ inbox }: { readonly inbox: Schemas['Inbox'] }) {
  const { reviews, amendments, triggers, decisions, learnings } = inbox;
  const all = [reviews, amendments, triggers, decisions, learnings];
  if (all.every(({ items }) => items.length === 0)) return <p className="hint">Nothing: you are done.</p>;
  return (
    <ul className="home-items">
      {reviews.items.map(({ experiment, votes, required }) => (
        <Item key={`review ${experiment.id}`} id={experiment.id} name={experiment.name} kind="Review">
          {votes} of {required} approvals · {experiment.owner.name}
        </Item>
      ))}
      {amendments.items.map(({ experiment, votes, required, openedBy, completes }) => (
        <Item
          key={`amendment ${experiment.id}`}
          id={experiment.id}
          name={experiment.name}
          kind={completes ? 'Vote on a completion' : 'Vote on a change'}
        >
          {votes} of {required} votes · {openedBy.name}
        </Item>
      ))}
      {triggers.items.map(({ trigger, experiment, guardrail, value, threshold, detectedAt, action }) => (
        <Item key={`trigger ${trigger}`} id={experiment.id} name={experiment.name} kind="Breach">
          {guardrail} {displayDecimal(value)} against {threshold}: {action.replaceAll('_', ' ')} ·{' '}
          <Age at={detectedAt} />
        </Item>
      ))}
      {decisions.items.map(({ experiment, verdict }) => (
        <Item key={`decision ${experiment.id}`} id={experiment.id} name={experiment.name} kind="Decide">
          {verdict.kind.replaceAll('_', ' ')}
          {verdict.variant !== null && ` (${verdict.variant})`}
        </Item>
      ))}
      {learnings.items.map(({ experiment }) => (
        <Item key={`learning ${experiment.id}`} id={experiment.id} name={experiment.name} kind="Write what it taught">
          completed, without a summary
        </Item>
      ))}
    </ul>
  );
}

interface ItemProps {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly children: ReactNode;
}

function Item({ id, name, kind, children }: ItemProps) {
  return (
    <li>
      <Link to="/experiments/$id" params={{ id }} title={name} dir="auto">
        {name}
      </Link>
      <span className="home-meta">
        <span className="tag">{kind}</span> {children}
      </span>
    </li>
  );
}
