/** One thing that an app leans on. `vital`: without it the app can serve nothing. */
export interface HealthCheck {
  readonly name: string;
  readonly vital: boolean;
  /** Throws, or answers false, when it is down. */
  readonly check: () => Promise<boolean> | boolean;
}

export interface Health {
  readonly status: 'ready' | 'degraded' | 'down';
  readonly checks: Readonly<Record<string, 'up' | 'down'>>;
  /** When the oldest command of this process was answered that its own answers lack, 2 s later and more. */
  readonly staleSince?: string;
  /** What decisions are made from where that is not the log as it is now. */
  readonly decisions?: DecisionSource;
}

/** `memory`: what this process knew when the log was lost; `file`: what an earlier one had saved. At most so old, in seconds. */
export interface DecisionSource {
  readonly from: 'memory' | 'file';
  readonly ageSeconds: number;
}

/** Named only while it is down. */
const OWN_COMMANDS: HealthCheck = { name: 'own_commands', vital: false, check: () => false };

/** What `/health/ready` asks. */
export class HealthChecks {
  private readonly checks: HealthCheck[] = [];
  private readonly staleness: (() => Promise<string | undefined> | string | undefined)[] = [];
  private decisionSource: (down: readonly string[]) => DecisionSource | undefined = () => undefined;

  add(...checks: readonly HealthCheck[]): void {
    this.checks.push(...checks.filter((check) => !this.checks.some((known) => known.name === check.name)));
  }

  /** @param source told the names of what is down; undefined where decisions follow the log */
  tellOfDecisions(source: (down: readonly string[]) => DecisionSource | undefined): void {
    this.decisionSource = source;
  }

  /** @param since says since when one of the views of the log lacks a command of this process; undefined: it has all */
  tellOfStaleness(since: () => Promise<string | undefined> | string | undefined): void {
    this.staleness.push(since);
  }

  async ask(): Promise<Health> {
    const [stale, ...states] = await Promise.all([
      this.oldestStaleness(),
      ...this.checks.map(async (check) => ({ check, up: await isUp(check) })),
    ]);
    if (stale !== undefined) states.push({ check: OWN_COMMANDS, up: false });
    const down = states.filter((state) => !state.up);
    const decisions = this.decisionSource(down.map(({ check }) => check.name));
    return {
      status: down.length === 0 ? 'ready' : down.some((state) => state.check.vital) ? 'down' : 'degraded',
      checks: Object.fromEntries(states.map(({ check, up }) => [check.name, up ? 'up' : 'down'])),
      ...(stale !== undefined && { staleSince: stale }),
      ...(decisions && { decisions }),
    };
  }

  /** A view that cannot be asked is another check's business. */
  private async oldestStaleness(): Promise<string | undefined> {
    const asked = await Promise.all(this.staleness.map((since) => inTime<string | undefined>(since, undefined)));
    return asked.flatMap((since) => since ?? []).sort()[0];
  }
}

const PATIENCE_MS = 3_000;

/** What does not answer in time is down. */
const isUp = ({ check }: HealthCheck): Promise<boolean> => inTime(check, false);

/** The answer, or the other value where it fails or does not come in time: whoever asks for health is never kept waiting. */
async function inTime<T>(ask: () => Promise<T> | T, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => (timer = setTimeout(() => resolve(otherwise), PATIENCE_MS)));
  const answer = (async () => ask())().catch(() => otherwise);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
