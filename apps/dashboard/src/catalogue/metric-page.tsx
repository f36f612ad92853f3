import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { NotFound } from '../frame/not-found.js';
import { Failed, Loading } from '../loading/notices.js';
import { problemFrom, server } from '../server/client.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { History } from '../ui/history.js';
import { PAGED } from '../ui/list.js';
import { Page } from '../ui/page.js';
import { useDone } from '../ui/use-done.js';
import { MetricDialog } from './metric-dialog.js';
import { directionText, ruleText, type Metric } from './metric-words.js';

/** One metric: its rule, its versions, what happened to it. */
export function MetricPage() {
  const { key } = useParams({ from: '/catalogue/metrics/$key' });
  const { data, error, refetch } = server.useQuery('get', '/v1/metrics/{key}', { params: { path: { key } } });
  if (data) return <Shown metric={data} />;
  if (error === null) return <Loading what="metric" />;
  const problem = problemFrom(error);
  return problem.status === 404 ? (
    <NotFound title={`No metric ${key}`} />
  ) : (
    <Failed problem={problem} retry={() => void refetch()} />
  );
}

function Shown({ metric }: { readonly metric: Metric }) {
  const [asked, setAsked] = useState<'version' | 'archive'>();
  const canMake = useObstacle('experimenter', 'everywhere');
  const canRestore = useObstacle('admin', 'everywhere');
  const history = server.useInfiniteQuery(
    'get',
    '/v1/metrics/{key}/history',
    { params: { path: { key: metric.key }, query: { limit: 50 } } },
    PAGED,
  );
  return (
    <Page
      title={metric.name}
      trail={[{ to: '/catalogue/metrics', name: 'Metrics' }]}
      here={metric.key}
      beside={metric.archived && <span className="badge badge-rejected">archived</span>}
      actions={
        <>
          <Button obstacle={metric.archived ? 'The metric is archived.' : canMake} onClick={() => setAsked('version')}>
            New version
          </Button>
          <Button obstacle={metric.archived ? canRestore : canMake} onClick={() => setAsked('archive')}>
            {metric.archived ? 'Restore' : 'Archive'}
          </Button>
        </>
      }
    >
      <dl className="facts">
        <Fact name="Kind" value={metric.kind} />
        <Fact name="Counts" value={ruleText(metric)} />
        <Fact name="Better is" value={directionText(metric.direction)} />
        <Fact name="Version" value={String(metric.version)} />
        <Fact name="Cap" value={metric.cap ?? 'none'} />
        <Fact
          name="Variance reduction"
          value={metric.varianceReduction ? `over ${metric.varianceReduction.days} days` : 'none'}
        />
      </dl>
      <div className="form">
        <section aria-label="History">
          <h2>History</h2>
          <History query={history} />
        </section>
      </div>
      <MetricDialog open={asked === 'version'} close={() => setAsked(undefined)} metric={metric} />
      {asked === 'archive' && <ArchiveDialog metric={metric} close={() => setAsked(undefined)} />}
    </Page>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function ArchiveDialog({ metric, close }: { readonly metric: Metric; readonly close: () => void }) {
  const archive = server.useMutation('post', '/v1/metrics/{key}/archive');
  const restore = server.useMutation('post', '/v1/metrics/{key}/restore');
  const act = metric.archived ? restore : archive;
  const done = useDone();
  return (
    <ConfirmDialog
      title={metric.archived ? `Restore ${metric.key}?` : `Archive ${metric.key}?`}
      open
      close={close}
      action={metric.archived ? 'Restore the metric' : 'Archive the metric'}
      danger={!metric.archived}
      pending={act.isPending}
      error={act.error}
      confirm={() =>
        act.mutate(
          { params: { path: { key: metric.key } } },
          {
            onSuccess: () => {
              done(metric.archived ? `${metric.key} is back` : `${metric.key} is archived`);
              close();
            },
          },
        )
      }
    >
      <p>
        {metric.archived
          ? 'Experiments may attach it again.'
          : 'No experiment can attach it any more. Experiments that have it go on with it.'}
      </p>
    </ConfirmDialog>
  );
}
