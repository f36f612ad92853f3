const BUCKET_MS = 10_000;

/** One telemetry event as sent, and its effect on the counts. */
export interface Sent {
  readonly event: { readonly eventId: string; readonly timestamp: string };
  readonly variant: string;
  readonly subject: string;
  readonly kind: 'exposure' | 'crash';
}

export interface Counts {
  numerator: number;
  denominator: number;
}

/** The acknowledgements for one experiment: its reports must show exactly these. */
export class ExperimentLedger {
  /** Types of the events that the history must hold, in order. */
  readonly history: string[] = [
    'experiment_drafted',
    'experiment_edited',
    'experiment_edited',
    'experiment_submitted',
    'experiment_approved',
    'experiment_started',
  ];
  /** Number of provoked breaches. */
  breaches = 0;
  readonly acknowledged: Sent[] = [];

  constructor(
    readonly id: string,
    readonly flag: string,
    /** Position of the last command. */
    public position: string,
  ) {}

  countsOf(variant: string): Counts {
    return countsOf(this.acknowledged.filter((sent) => sent.variant === variant));
  }

  subjectsOf(variant: string): number {
    const exposed = this.acknowledged.filter((sent) => sent.variant === variant && sent.kind === 'exposure');
    return new Set(exposed.map(({ subject }) => subject)).size;
  }

  /** Counts by time bucket, then by variant. */
  series(): Map<string, Map<string, Counts>> {
    const times = groupBy(this.acknowledged, ({ event }) => {
      return new Date(Math.floor(Date.parse(event.timestamp) / BUCKET_MS) * BUCKET_MS).toISOString();
    });
    return new Map(
      [...times]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([time, sent]) => {
          const variants = [...groupBy(sent, ({ variant }) => variant)];
          return [time, new Map(variants.map(([variant, own]) => [variant, countsOf(own)]))];
        }),
    );
  }
}

function countsOf(sent: readonly Sent[]): Counts {
  const crashes = sent.filter(({ kind }) => kind === 'crash').length;
  return { numerator: crashes, denominator: sent.length - crashes };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
