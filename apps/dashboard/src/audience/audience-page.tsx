import { useNavigate, useSearch } from '@tanstack/react-router';
import { Page } from '../ui/page.js';
import { Tabs } from '../ui/tabs.js';
import { TABS } from './audience-search.js';
import { DomainsTab } from './domains-tab.js';
import { GroupsTab } from './groups-tab.js';
import { HoldoutsTab } from './holdouts-tab.js';
import { LimitTab } from './limit-tab.js';
import { OverridesTab } from './overrides-tab.js';

/** Whom experiments and flags reach: groups, holdouts, domains whose experiments share no subject, overrides. */
export function AudiencePage() {
  const { tab } = useSearch({ from: '/audience' });
  const navigate = useNavigate({ from: '/audience' });
  const show = (key: string) =>
    void navigate({ search: (before) => ({ ...before, tab: TABS.find((each) => each === key) }), replace: true });
  return (
    <Page title="Audience">
      <Tabs
        label="Parts of the audience"
        shown={tab ?? 'groups'}
        show={show}
        tabs={[
          { key: 'groups', name: 'Groups', content: <GroupsTab /> },
          { key: 'holdouts', name: 'Holdouts', content: <HoldoutsTab /> },
          { key: 'domains', name: 'Conflict domains', content: <DomainsTab /> },
          { key: 'overrides', name: 'Overrides', content: <OverridesTab /> },
          { key: 'limit', name: 'Participation limit', content: <LimitTab /> },
        ]}
      />
    </Page>
  );
}
