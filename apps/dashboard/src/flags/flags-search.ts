/** What the list of flags shows, as its address says. */
export interface FlagsSearch {
  readonly q?: string | undefined;
  readonly tag?: string | undefined;
  readonly show?: 'stale' | 'archived' | undefined;
}

export function flagsSearch({ q, tag, show }: Record<string, unknown>): FlagsSearch {
  return {
    q: text(q),
    tag: text(tag),
    show: show === 'stale' || show === 'archived' ? show : undefined,
  };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export const STALE_AFTER = '30d';

/** The same as a query of the server. */
export function queryOf({ q, tag, show }: FlagsSearch) {
  return {
    ...(q === undefined ? {} : { q }),
    ...(tag === undefined ? {} : { tag }),
    ...(show === 'stale' ? { stale: STALE_AFTER } : { archived: show === 'archived' }),
  };
}
