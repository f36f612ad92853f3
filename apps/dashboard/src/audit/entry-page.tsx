import { useParams } from '@tanstack/react-router';
import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { Answered } from '../ui/answered.js';
import { Page } from '../ui/page.js';
import { Instant } from '../ui/time.js';
import { Changes } from './changes.js';

/** One entry of the audit, with all that its event says. */
export function AuditEntryPage() {
  const { position } = useParams({ from: '/audit/$position' });
  const query = server.useQuery('get', '/v1/audit/{position}', { params: { path: { position } } });
  return (
    <Answered query={query} what="entry" missing="No such entry">
      {(entry) => <Entry entry={entry} />}
    </Answered>
  );
}

function Entry({ entry }: { readonly entry: Schemas['AuditEntry'] }) {
  return (
    <Page title={entry.summary} trail={[{ to: '/audit', name: 'Audit' }]} here={entry.position}>
      <dl className="facts">
        <div>
          <dt>By</dt>
          <dd>{entry.by.name}</dd>
        </div>
        <div>
          <dt>At</dt>
          <dd>
            <Instant at={entry.at} />
          </dd>
        </div>
        <div>
          <dt>What</dt>
          <dd className="key">
            {entry.entity.kind}:{entry.entity.id}
          </dd>
        </div>
        <div>
          <dt>Event</dt>
          <dd className="key">{entry.type}</dd>
        </div>
        <div>
          <dt>Request</dt>
          <dd className="key">{entry.correlationId}</dd>
        </div>
      </dl>
      <div className="form">
        <section className="card form-section" aria-label="Changes">
          <h2>Changes</h2>
          <Changes changes={entry.changes} />
        </section>
        <section className="card form-section" aria-label="Event">
          <h2>The event</h2>
          <pre className="snippet" tabIndex={0} aria-label="The event as JSON">
            <code>{JSON.stringify(entry.data, null, 2)}</code>
          </pre>
        </section>
      </div>
    </Page>
  );
}
