import { launchApp, type AppName, type LaunchedApp, type TestApp } from '../support/apps.js';
import type { TestStores } from '../support/stores.js';
import { until } from '../support/until.js';
import type { Urls, World } from '../support/world.js';
import { pointedTo } from './reporting.js';

export type Build = 'older' | 'this';
type App = Exclude<AppName, 'standalone'>;

/** The apps of an installation, each of one of two builds, on one event store and database. */
export class MixedApps {
  private readonly launched: LaunchedApp[] = [];
  private readonly current = new Map<App, TestApp>();

  constructor(
    private readonly olderRoot: string,
    private readonly stores: TestStores,
  ) {}

  /** Starts an app beside those that run. */
  start(name: App, build: Build): Promise<TestApp> {
    const environment = { ...this.stores.environment, ASSAY_GUARDRAILS: 'continuous' };
    const app = launchApp(name, environment, build === 'older' ? this.olderRoot : undefined);
    // Known before it is ready, so that it is stopped if it never is.
    this.launched.push(app);
    return app.ready;
  }

  /** Stops the app that is in use, if there is one, and uses one of that build. */
  async replace(name: App, build: Build): Promise<void> {
    await this.current.get(name)?.stop();
    this.use(name, await this.start(name, build));
  }

  /** Uses an app that was started beside the one of that name. */
  use(name: App, app: TestApp): void {
    this.current.set(name, app);
  }

  app(name: App): TestApp {
    const found = this.current.get(name);
    if (!found) throw new Error(`no ${name} was started`);
    return found;
  }

  get urls(): Urls {
    return {
      command: this.app('command-api').url,
      ingest: this.app('ingest-api').url,
      query: this.app('query-api').url,
    };
  }

  /** A world at the apps that are in use now. */
  at(world: World): World {
    return pointedTo(world, this.urls);
  }

  /** Waits until this app holds the projector's lease and has read the log. */
  async works(projector: TestApp): Promise<void> {
    await until('a projector at the end of the log', async () => {
      const metrics = await (await fetch(`${projector.url}/metrics`)).text();
      return ['management', 'measurement'].every((name) =>
        metrics.includes(`assay_projection_caught_up{projection="${name}"} 1`),
      );
    });
  }

  /** Events that projections put aside, by the error. */
  async parked(): Promise<readonly string[]> {
    const tables = ['management', 'measurement', 'guardrail_saga'].map((name) => `SELECT error FROM ${name}.parked`);
    const rows = await this.stores.database.query<{ error: string }>(tables.join(' UNION ALL '));
    return rows.map(({ error }) => error);
  }

  /** Versions that telemetry is stored in. */
  async storedVersions(): Promise<readonly string[]> {
    const rows = await this.stores.database.query<{ v: string }>(
      `SELECT DISTINCT metadata ->> 'v' AS v FROM event_store.events WHERE type = 'telemetry_recorded' ORDER BY v`,
    );
    return rows.map(({ v }) => v);
  }

  /** The version of the definition that filled a schema; null if a build filled it that did not note it. */
  async versionOf(schema: string): Promise<number | null> {
    const [row] = await this.stores.database.query<{ version: number | null }>(
      `SELECT to_jsonb(checkpoint) -> 'version' AS version FROM ${schema}.checkpoint`,
    );
    return row?.version ?? null;
  }

  async stop(): Promise<void> {
    await Promise.all(this.launched.map((app) => app.stop()));
  }
}
