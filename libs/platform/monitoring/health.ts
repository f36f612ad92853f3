/** One dependency of an app. `vital`: the app cannot serve anything without it. */
export interface HealthCheck {
  readonly name: string;
  readonly vital: boolean;
  /** Throws or returns false if it is down. */
  readonly check: () => Promise<boolean> | boolean;
}

export interface Health {
  readonly status: 'ready' | 'degraded' | 'down';
  readonly checks: Readonly<Record<string, 'up' | 'down'>>;
  /** Time of the oldest command of this process that its answers still lack after 2 s. */
  readonly staleSince?: string;
  /** The source of decisions, if they do not follow the log. */
  readonly decisions?: DecisionSource;
}

/** `memory`: the state when the log was lost; `file`: the state that an earlier process saved. The age is a maximum. */
export interface DecisionSource {
  readonly from: 'memory' | 'file';
  readonly ageSeconds: number;
}

/** Listed only while it is down. */
const OWN_COMMANDS: HealthCheck = { name: 'own_commands', vital: false, check: () => false };

/** The checks of `/health/ready`. */
export class HealthChecks {
  private readonly checks: HealthCheck[] = [];
  private readonly staleness: (() => Promise<string | undefined> | string | undefined)[] = [];
  private decisionSource: (down: readonly string[]) => DecisionSource | undefined = () => undefined;

  add(...checks: readonly HealthCheck[]): void {
    this.checks.push(...checks.filter((check) => !this.checks.some((known) => known.name === check.name)));
  }

  /** @param source takes the names of checks that are down; returns undefined if decisions follow the log */
  tellOfDecisions(source: (down: readonly string[]) => DecisionSource | undefined): void {
    this.decisionSource = source;
  }

  /** @param since the time since which a view lacks a command of this process; undefined: it lacks none */
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

  /** Ignores views that fail or time out: other checks report them. */
  private async oldestStaleness(): Promise<string | undefined> {
    const answers = await Promise.all(this.staleness.map((since) => inTime<string | undefined>(since, undefined)));
    return answers.flatMap((since) => since ?? []).sort()[0];
  }
}

const PATIENCE_MS = 3_000;

/** A check that does not answer in time is down. */
const isUp = ({ check }: HealthCheck): Promise<boolean> => inTime(check, false);

/** The answer, or `otherwise` after a failure or timeout, so that health always answers soon. */
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
