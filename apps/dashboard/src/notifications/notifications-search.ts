export const TABS = ['rules', 'destinations', 'deliveries'] as const;
export type NotificationsTab = (typeof TABS)[number];

/** Deliveries in a state are reached by their address, too. */
export const DELIVERY_STATES = ['waiting', 'sending', 'delivered', 'failed', 'in_digest'] as const;

export interface NotificationsSearch {
  readonly tab?: NotificationsTab | undefined;
  readonly status?: (typeof DELIVERY_STATES)[number] | undefined;
}

export const notificationsSearch = ({ tab, status }: Record<string, unknown>): NotificationsSearch => ({
  tab: TABS.find((each) => each === tab),
  status: DELIVERY_STATES.find((each) => each === status),
});
