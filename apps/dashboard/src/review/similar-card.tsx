import { Link } from '@tanstack/react-router';
import { outcomeText } from '../format/words.js';
import { Failed, Loading } from '../loading/notices.js';
import { problemFrom, server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { Age } from '../ui/time.js';

const SHOWN = 5;

/** Completed experiments that are like this one, and what they taught. */
export function SimilarCard({ experiment }: { readonly experiment: string }) {
  const { data, error, refetch } = server.useQuery('get', '/v1/learnings/similar', {
    params: { query: { experiment } },
  });
  if (!data)
    return error ? (
      <Failed problem={problemFrom(error)} retry={() => void refetch()} />
    ) : (
      <Loading what="similar experiments" />
    );
  if (data.items.length === 0) return <p className="hint">No experiment before was like it.</p>;
  return (
    <ul className="similar">
      {data.items.slice(0, SHOWN).map((item) => (
        <li key={item.experiment}>
          <Link to="/experiments/$id" params={{ id: item.experiment }} dir="auto">
            {item.name}
          </Link>{' '}
          <span className={`badge badge-${item.outcome}`}>
            {outcomeText({
              kind: item.outcome,
              winner: item.winner,
              comment: null,
              by: { kind: 'user', ...item.owner },
            })}
          </span>
          <p className="section-note">
            <Age at={item.completedAt} /> · like it in {item.reasons.map(reasonText).join('; ')}
          </p>
          {item.summary !== null && <p dir="auto">{summaryText(item.summary)}</p>}
        </li>
      ))}
    </ul>
  );
}

const reasonText = ({ kind, shared }: Schemas['SimilarityReason']): string =>
  shared.length === 0 ? kind : `${kind} (${shared.slice(0, 5).join(', ')})`;

/** What was learnt, in one text. */
const summaryText = (summary: Schemas['Summary']): string =>
  typeof summary === 'string' ? summary : [summary.happened, summary.now].filter((each) => each !== '').join(' ');
