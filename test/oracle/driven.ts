import type { DataSource } from 'typeorm';
import type { StoredEvent } from '../../libs/event-store/index.js';
import { measurementDefinition } from '../../libs/read-models/index.js';
import type { Projection, ProjectionDefinition } from '../../libs/projections/index.js';
import { prepareSchema, projectionDataSource } from '../../libs/projections/runtime/schema.js';
import type { TestDatabase } from '../support/database.js';

class Crash extends Error {}

/** A projection on its own schema, driven by the test; by default the one that measures. */
export class Driven {
  private instance: Projection;

  private constructor(
    readonly source: DataSource,
    private readonly definition: ProjectionDefinition,
  ) {
    this.instance = definition.create();
  }

  static async create(database: TestDatabase, schema: string, definition = measurementDefinition): Promise<Driven> {
    const source = await projectionDataSource(database.url, definition, schema).initialize();
    await prepareSchema(source, schema, definition);
    return new Driven(source, definition);
  }

  /** Applies events in batches of these sizes. At `crashes` the process dies before a commit and another continues. */
  async apply(events: readonly StoredEvent[], cuts: readonly number[], crashes: readonly number[] = []): Promise<void> {
    let done = 0;
    for (let batch = 0; done < events.length; batch += 1) {
      const next = events.slice(done, done + (cuts[batch % cuts.length] ?? 1));
      if (crashes.includes(batch)) await this.crash(next);
      await this.source.transaction((manager) => this.instance.apply(next, manager));
      done += next.length;
    }
  }

  private async crash(events: readonly StoredEvent[]): Promise<void> {
    const attempt = this.source.transaction(async (manager) => {
      await this.instance.apply(events, manager);
      throw new Crash();
    });
    await attempt.catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
    });
    this.instance = this.definition.create();
  }
}
