import { useParams } from '@tanstack/react-router';
import { NotFound } from '../frame/not-found.js';
import { Failed, Loading } from '../loading/notices.js';
import { problemFrom, server } from '../server/client.js';
import { Page } from '../ui/page.js';
import { Instant } from '../ui/time.js';
import { Changes } from './changes.js';

/** One entry of the audit, with all that its event says. */
export function AuditEntryPage() {
  const { position } = useParams({ from: '/audit/$position' });
  const { data, error, refetch } = server.useQuery('get', '/v1/audit/{position}', { params: { path: { position } } });
  if (!data) {
    if (error === null) return <Loading what="entry" />;
    const problem = problemFrom(error);
    return problem.status === 404 ? (
      <NotFound title="No such entry" />
    ) : (
      <Failed problem={problem} retry={() => void refetch()} />
    );
  }
  return (
    <Page title={data.summary} trail={[{ to: '/audit', name: 'Audit' }]} here={data.position}>
      <dl className="facts">
        <div>
          <dt>By</dt>
          <dd>{data.by.name}</dd>
        </div>
        <div>
          <dt>At</dt>
          <dd>
            <Instant at={data.at} />
          </dd>
        </div>
        <div>
          <dt>What</dt>
          <dd className="key">
            {data.entity.kind}:{data.entity.id}
          </dd>
        </div>
        <div>
          <dt>Event</dt>
          <dd className="key">{data.type}</dd>
        </div>
        <div>
          <dt>Request</dt>
          <dd className="key">{data.correlationId}</dd>
        </div>
      </dl>
      <div className="form">
        <section className="card form-section" aria-label="Changes">
          <h2>Changes</h2>
          <Changes changes={data.changes} />
        </section>
        <section className="card form-section" aria-label="Event">
          <h2>The event</h2>
          <pre className="snippet" tabIndex={0} aria-label="The event as JSON">
            <code>{JSON.stringify(data.data, null, 2)}</code>
          </pre>
        </section>
      </div>
    </Page>
  );
}
