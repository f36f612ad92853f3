/** What the audit shows, as its address says. */
export interface AuditSearch {
  readonly q?: string | undefined;
  readonly entity?: string | undefined;
  readonly by?: string | undefined;
  readonly type?: string | undefined;
  /** Days, such as 2026-01-31, in the reader's zone. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const FIELDS = ['q', 'entity', 'by', 'type', 'from', 'to'] as const;

export function auditSearch(search: Record<string, unknown>): AuditSearch {
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const value = search[field];
      return typeof value === 'string' && value !== '' ? [[field, value]] : [];
    }),
  );
}

/** The same as a query of the server. A day that does not exist is left out. */
export function queryOf({ from, to, ...rest }: AuditSearch): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) query[name] = value;
  const start = from === undefined ? undefined : instantOf(from, 0);
  const end = to === undefined ? undefined : instantOf(to, 1);
  return { ...query, ...(start === undefined ? {} : { from: start }), ...(end === undefined ? {} : { to: end }) };
}

/** The beginning of a day in the reader's zone, so many days later. */
function instantOf(day: string, later: number): string | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (year === undefined) return undefined;
  const instant = new Date(Number(year), Number(month) - 1, Number(date) + later);
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString();
}
