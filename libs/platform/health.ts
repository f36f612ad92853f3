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
  /** What decisions are made from where that is not the log as it is now. */
  readonly decisions?: DecisionSource;
}

/** `memory`: what this process knew when the log was lost; `file`: what an earlier one had saved. At most so old, in seconds. */
export interface DecisionSource {
  readonly from: 'memory' | 'file';
  readonly ageSeconds: number;
}

/** What `/health/ready` asks. */
export class HealthChecks {
  private readonly checks: HealthCheck[] = [];
  private decisionSource: (down: readonly string[]) => DecisionSource | undefined = () => undefined;

  add(...checks: readonly HealthCheck[]): void {
    this.checks.push(...checks.filter((check) => !this.checks.some((known) => known.name === check.name)));
  }

  /** @param source told the names of what is down; undefined where decisions follow the log */
  tellOfDecisions(source: (down: readonly string[]) => DecisionSource | undefined): void {
    this.decisionSource = source;
  }

  async ask(): Promise<Health> {
    const states = await Promise.all(this.checks.map(async (check) => ({ check, up: await isUp(check) })));
    const down = states.filter((state) => !state.up);
    const decisions = this.decisionSource(down.map(({ check }) => check.name));
    return {
      status: down.length === 0 ? 'ready' : down.some((state) => state.check.vital) ? 'down' : 'degraded',
      checks: Object.fromEntries(states.map(({ check, up }) => [check.name, up ? 'up' : 'down'])),
      ...(decisions && { decisions }),
    };
  }
}

const PATIENCE_MS = 3_000;

/** What does not answer in time is down. */
async function isUp(check: HealthCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), PATIENCE_MS)));
  try {
    return await Promise.race([Promise.resolve(check.check()).catch(() => false), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
