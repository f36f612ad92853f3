export const TABS = ['groups', 'holdouts', 'domains', 'overrides', 'limit'] as const;

export interface AudienceSearch {
  readonly tab?: (typeof TABS)[number] | undefined;
}

export const audienceSearch = ({ tab }: Record<string, unknown>): AudienceSearch => ({
  tab: TABS.find((each) => each === tab),
});
