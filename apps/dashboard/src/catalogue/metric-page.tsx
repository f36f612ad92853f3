import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { server } from '../server/client.js';
import { Answered } from '../ui/answered.js';
import { useObstacle } from '../session/permissions.js';
import { ArchiveDialog } from '../ui/archive-dialog.js';
import { Button } from '../ui/button.js';
import { History } from '../ui/history.js';
import { PAGED } from '../ui/list.js';
import { Page } from '../ui/page.js';
import { MetricDialog } from './metric-dialog.js';
import { directionText, ruleText, type Metric } from './metric-words.js';

/** One metric: its rule, its versions, what happened to it. */
export function MetricPage() {
  const { key } = useParams({ from: '/catalogue/metrics/$key' });
  const query = server.useQuery('get', '/v1/metrics/{key}', { params: { path: { key } } });
  return (
    <Answered query={query} what="metric" missing={`No metric ${key}`}>
      {(metric) => <Shown metric={metric} />}
    </Answered>
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
      {asked === 'archive' && <ArchiveMetric metric={metric} close={() => setAsked(undefined)} />}
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

function ArchiveMetric({ metric, close }: { readonly metric: Metric; readonly close: () => void }) {
  const archive = server.useMutation('post', '/v1/metrics/{key}/archive');
  const restore = server.useMutation('post', '/v1/metrics/{key}/restore');
  const command = metric.archived ? restore : archive;
  return (
    <ArchiveDialog
      what="metric"
      name={metric.key}
      archived={metric.archived}
      close={close}
      command={command}
      run={(after) => command.mutate({ params: { path: { key: metric.key } } }, after)}
      consequences={{
        archive: 'No experiment can attach it any more. Experiments that have it go on with it.',
        restore: 'Experiments may attach it again.',
      }}
    />
  );
}
