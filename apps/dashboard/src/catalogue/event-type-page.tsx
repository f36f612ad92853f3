import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { server } from '../server/client.js';
import { Answered } from '../ui/answered.js';
import type { Schemas } from '../server/documents.js';
import { useObstacle } from '../session/permissions.js';
import { ArchiveDialog } from '../ui/archive-dialog.js';
import { Button } from '../ui/button.js';
import { History } from '../ui/history.js';
import { PAGED } from '../ui/list.js';
import { Page } from '../ui/page.js';
import { Age } from '../ui/time.js';
import { RejectedEvents } from './rejected-events.js';
import { SchemaForm } from './schema-form.js';

type EventType = Schemas['EventType'];

const EVERY_MS = 5_000;

/** One event type: what comes, what is rejected and why, its schema. */
export function EventTypePage() {
  const { key } = useParams({ from: '/catalogue/event-types/$key' });
  const query = server.useQuery(
    'get',
    '/v1/event-types/{key}',
    { params: { path: { key } } },
    { refetchInterval: EVERY_MS },
  );
  return (
    <Answered query={query} what="event type" missing={`No event type ${key}`}>
      {(type) => <Shown type={type} />}
    </Answered>
  );
}

function Shown({ type }: { readonly type: EventType }) {
  const [asked, setAsked] = useState(false);
  const canMake = useObstacle('experimenter', 'everywhere');
  const canRestore = useObstacle('admin', 'everywhere');
  const history = server.useInfiniteQuery(
    'get',
    '/v1/event-types/{key}/history',
    { params: { path: { key: type.key }, query: { limit: 50 } } },
    PAGED,
  );
  const { received } = type;
  return (
    <Page
      title={type.name}
      trail={[{ to: '/catalogue/event-types', name: 'Event types' }]}
      here={type.key}
      beside={
        <>
          {type.exposure && <span className="tag">exposure</span>}
          {type.archived && <span className="badge badge-rejected">archived</span>}
        </>
      }
      actions={
        <Button obstacle={type.archived ? canRestore : canMake} onClick={() => setAsked(true)}>
          {type.archived ? 'Restore' : 'Archive'}
        </Button>
      }
    >
      <dl className="facts" aria-live="polite">
        <div>
          <dt>Accepted in the last hour</dt>
          <dd className="big-number">{received === undefined ? '–' : received.accepted.toLocaleString('en-GB')}</dd>
        </div>
        <div>
          <dt>Rejected in the last hour</dt>
          <dd className="big-number">{received === undefined ? '–' : received.rejected.toLocaleString('en-GB')}</dd>
        </div>
        <div>
          <dt>Last event</dt>
          <dd>{received?.lastAt ? <Age at={received.lastAt} /> : 'none lately'}</dd>
        </div>
      </dl>
      <div className="form">
        <RejectedEvents eventType={type.key} />
        <SchemaForm type={type} obstacle={type.archived ? 'The event type is archived.' : canMake} />
        <section aria-label="History">
          <h2>History</h2>
          <History query={history} />
        </section>
      </div>
      {asked && <ArchiveType type={type} close={() => setAsked(false)} />}
    </Page>
  );
}

function ArchiveType({ type, close }: { readonly type: EventType; readonly close: () => void }) {
  const archive = server.useMutation('post', '/v1/event-types/{key}/archive');
  const restore = server.useMutation('post', '/v1/event-types/{key}/restore');
  const params = { params: { path: { key: type.key } } };
  return (
    <ArchiveDialog
      what="event type"
      name={type.key}
      archived={type.archived}
      close={close}
      command={type.archived ? restore : archive}
      run={(after) => (type.archived ? restore.mutate(params, after) : archive.mutate({ ...params, body: {} }, after))}
      consequences={{
        archive: 'Its events are rejected from now on, as of an unknown type.',
        restore: 'Its events are accepted again.',
      }}
    />
  );
}
