import type { DataSource } from 'typeorm';
import { prepareKeptSchema, schemaDataSource } from './runtime/schema.js';
import type { ProjectionDefinition } from './projection.js';

const PATIENCE_MS = 8_000;

/** Tables that PostgreSQL alone holds: no log can fill them again. The first use migrates them. */
export class KeptTables {
  private opened: Promise<DataSource> | undefined;

  constructor(
    private readonly url: string,
    private readonly contents: Pick<ProjectionDefinition, 'name' | 'entities' | 'migrations'>,
  ) {}

  readonly source = (): Promise<DataSource> => {
    this.opened ??= this.open().catch((error: unknown) => {
      this.opened = undefined;
      throw error;
    });
    return this.opened;
  };

  async close(): Promise<void> {
    const source = await this.opened?.catch(() => undefined);
    await source?.destroy();
  }

  private async open(): Promise<DataSource> {
    const source = await schemaDataSource(this.url, this.contents, this.contents.name, {
      patienceMs: PATIENCE_MS,
    }).initialize();
    try {
      await prepareKeptSchema(source, this.contents.name);
      return source;
    } catch (error) {
      await source.destroy();
      throw error;
    }
  }
}
