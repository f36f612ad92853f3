const TABS = ['rules', 'details', 'overrides', 'playground', 'code', 'history'] as const;
export type FlagTab = (typeof TABS)[number];

/** The shown part of a flag's page; undefined: the rules. */
export function flagSearch({ tab }: Record<string, unknown>): { readonly tab?: FlagTab | undefined } {
  return { tab: TABS.find((each) => each === tab) };
}
