const OUTCOMES = ['rollout', 'rollback', 'no_effect'] as const;

/** What the learnings show, as the address says. */
export interface LearningsSearch {
  readonly q?: string | undefined;
  readonly tag?: string | undefined;
  readonly flag?: string | undefined;
  readonly metric?: string | undefined;
  readonly outcome?: (typeof OUTCOMES)[number] | undefined;
}

export function learningsSearch({ q, tag, flag, metric, outcome }: Record<string, unknown>): LearningsSearch {
  return {
    q: text(q),
    tag: text(tag),
    flag: text(flag),
    metric: text(metric),
    outcome: OUTCOMES.find((each) => each === outcome),
  };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Filters without those that are not set, as the server takes them. */
export const queryOf = ({ q, tag, flag, metric, outcome }: LearningsSearch) => ({
  ...(q === undefined ? {} : { q }),
  ...(tag === undefined ? {} : { tag }),
  ...(flag === undefined ? {} : { flag }),
  ...(metric === undefined ? {} : { metric }),
  ...(outcome === undefined ? {} : { outcome }),
});
