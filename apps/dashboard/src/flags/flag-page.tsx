import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { server } from '../server/client.js';
import { Answered } from '../ui/answered.js';
import { Page } from '../ui/page.js';
import { Tabs } from '../ui/tabs.js';
import { CodeTab } from './code/code-tab.js';
import { DetailsTab } from './details-tab.js';
import { FlagActions } from './flag-actions.js';
import { FlagEnvironments } from './flag-environments.js';
import type { FlagTab } from './flag-search.js';
import type { Flag } from './flag-types.js';
import { HistoryTab } from './history-tab.js';
import { OverridesTab } from './overrides-tab.js';
import { Pins } from './pins.js';
import { Playground } from './playground/playground.js';
import { RulesTab } from './rules-tab.js';

/** One flag in the environment: its rules and overrides, a playground, code for products. */
export function FlagPage() {
  const { key } = useParams({ from: '/flags/$key' });
  const query = server.useQuery('get', '/v1/flags/{key}', { params: { path: { key } } });
  return (
    <Answered query={query} what="flag" missing={`No flag ${key}`}>
      {(flag) => <Shown flag={flag} />}
    </Answered>
  );
}

function Shown({ flag }: { readonly flag: Flag }) {
  const { tab } = useSearch({ from: '/flags/$key' });
  const navigate = useNavigate({ from: '/flags/$key' });
  const show = (next: string) =>
    // The keys of the tabs below are all there are.
    void navigate({ search: (before) => ({ ...before, tab: next as FlagTab }), replace: true });
  return (
    <Page
      title={flag.key}
      trail={[{ to: '/flags', name: 'Flags' }]}
      beside={
        <>
          <span className="tag">{flag.type}</span>
          {flag.archived && <span className="badge badge-rejected">archived</span>}
          {flag.clientVisible && <span className="tag">browsers may ask</span>}
        </>
      }
      actions={<FlagActions flag={flag} />}
    >
      {flag.description !== '' && (
        <p className="page-note" dir="auto">
          {flag.description}
        </p>
      )}
      <FlagEnvironments flag={flag} />
      <Pins flag={flag} />
      <Tabs
        label="Parts of the flag"
        shown={tab ?? 'rules'}
        show={show}
        tabs={[
          { key: 'rules', name: 'Rules', content: <RulesTab key={flag.key} flag={flag} /> },
          { key: 'details', name: 'Variants and details', content: <DetailsTab key={flag.key} flag={flag} /> },
          { key: 'overrides', name: 'Overrides', content: <OverridesTab flag={flag} /> },
          { key: 'playground', name: 'Playground', content: <Playground flag={flag} /> },
          { key: 'code', name: 'Code', content: <CodeTab flag={flag} /> },
          { key: 'history', name: 'History', content: <HistoryTab flag={flag} /> },
        ]}
      />
    </Page>
  );
}
