import { useNavigate, useSearch } from '@tanstack/react-router';
import { Page } from '../ui/page.js';
import { Tabs } from '../ui/tabs.js';
import { DeliveriesTab } from './deliveries-tab.js';
import { DestinationsTab } from './destinations-tab.js';
import { type NotificationsTab, TABS } from './notifications-search.js';
import { RulesTab } from './rules-tab.js';

/** Who is told of what: rules, where they send to, and what was sent. */
export function NotificationsPage() {
  const { tab } = useSearch({ from: '/notifications' });
  const navigate = useNavigate({ from: '/notifications' });
  const show = (key: string) =>
    void navigate({ search: (before) => ({ ...before, tab: TABS.find((each) => each === key) }), replace: true });
  const shown: NotificationsTab = tab ?? 'rules';
  return (
    <Page title="Notifications">
      <Tabs
        label="Parts of notifications"
        shown={shown}
        show={show}
        tabs={[
          { key: 'rules', name: 'Rules', content: <RulesTab /> },
          { key: 'destinations', name: 'Destinations', content: <DestinationsTab /> },
          { key: 'deliveries', name: 'Deliveries', content: <DeliveriesTab /> },
        ]}
      />
    </Page>
  );
}
