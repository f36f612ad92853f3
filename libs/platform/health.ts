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
}

/** What `/health/ready` asks. */
export class HealthChecks {
  private readonly checks: HealthCheck[] = [];

  add(...checks: readonly HealthCheck[]): void {
    this.checks.push(...checks.filter((check) => !this.checks.some((known) => known.name === check.name)));
  }

  async ask(): Promise<Health> {
    const states = await Promise.all(this.checks.map(async (check) => ({ check, up: await isUp(check) })));
    const down = states.filter((state) => !state.up);
    return {
      status: down.length === 0 ? 'ready' : down.some((state) => state.check.vital) ? 'down' : 'degraded',
      checks: Object.fromEntries(states.map(({ check, up }) => [check.name, up ? 'up' : 'down'])),
    };
  }
}

async function isUp(check: HealthCheck): Promise<boolean> {
  try {
    return await check.check();
  } catch {
    return false;
  }
}
