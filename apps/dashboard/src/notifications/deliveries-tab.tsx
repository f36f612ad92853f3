import { useNavigate, useSearch } from '@tanstack/react-router';
import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { PAGED, PagedList } from '../ui/list.js';
import { Age, Instant } from '../ui/time.js';
import { useAfter } from '../ui/use-after.js';
import { DELIVERY_STATES } from './notifications-search.js';

type Delivery = Schemas['Delivery'];

/** What was sent, with every attempt and its answer. */
export function DeliveriesTab() {
  const { status } = useSearch({ from: '/notifications' });
  const navigate = useNavigate({ from: '/notifications' });
  const query = server.useInfiniteQuery(
    'get',
    '/v1/notifications/deliveries',
    { params: { query: { limit: 50, ...(status === undefined ? {} : { status }) } } },
    PAGED,
  );
  return (
    <>
      <div className="chips" role="group" aria-label="State">
        {[undefined, ...DELIVERY_STATES].map((each) => (
          <button
            key={each ?? 'all'}
            type="button"
            className="chip"
            aria-pressed={status === each}
            onClick={() => void navigate({ search: (before) => ({ ...before, status: each }), replace: true })}
          >
            {each === undefined ? 'all' : each.replaceAll('_', ' ')}
          </button>
        ))}
      </div>
      <PagedList query={query} what="deliveries" empty={<p className="hint">Nothing was sent.</p>}>
        {(deliveries) => (
          <ol className="audit card">
            {deliveries.map((delivery) => (
              <Item key={delivery.id} delivery={delivery} />
            ))}
          </ol>
        )}
      </PagedList>
    </>
  );
}

function Item({ delivery }: { readonly delivery: Delivery }) {
  const { id, title, state, kind, createdAt, attempts, log, nextAttemptAt, facts } = delivery;
  const obstacle = useObstacle('admin', 'everywhere');
  const resend = server.useMutation('post', '/v1/notifications/deliveries/{id}/resend');
  const after = useAfter();
  return (
    <li className="audit-item">
      <details>
        <summary>
          <span className="audit-summary" dir="auto">
            {title}
          </span>
          <span className="audit-meta">
            <span className={`tag delivery-${state}`}>{state.replaceAll('_', ' ')}</span> {kind.replaceAll('_', ' ')} ·{' '}
            <Age at={createdAt} />
          </span>
        </summary>
        <div className="audit-details">
          {facts.length > 0 && (
            <dl className="facts">
              {facts.map(({ name, value }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd dir="auto">{value}</dd>
                </div>
              ))}
            </dl>
          )}
          <p className="hint">
            {attempts === 1 ? '1 attempt' : `${attempts} attempts`}
            {nextAttemptAt !== null && (
              <>
                , the next at <Instant at={nextAttemptAt} />
              </>
            )}
          </p>
          <ol>
            {log.map((attempt, index) => (
              <li key={`${attempt.at} ${index}`}>
                <Instant at={attempt.at} />: {attempt.status ?? attempt.error} in {attempt.milliseconds} ms{' '}
                {attempt.answer !== null && <code>{attempt.answer}</code>}
              </li>
            ))}
          </ol>
          <Button
            obstacle={obstacle}
            pending={resend.isPending}
            onClick={() => resend.mutate({ params: { path: { id } } }, after('It is sent again'))}
          >
            Send again
          </Button>
        </div>
      </details>
    </li>
  );
}
