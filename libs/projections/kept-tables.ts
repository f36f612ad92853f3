import type { DataSource } from 'typeorm';
import { LazySource } from './lazy-source.js';
import type { ProjectionDefinition } from './projection.js';
import { prepareKeptSchema, schemaDataSource } from './runtime/schema.js';

const PATIENCE_MS = 8_000;

/** Tables that PostgreSQL alone holds: no log can fill them again. The first use migrates them. */
export class KeptTables {
  private readonly lazy: LazySource;

  constructor(url: string, contents: Pick<ProjectionDefinition, 'name' | 'entities' | 'migrations'>) {
    this.lazy = new LazySource(() => opened(url, contents));
  }

  readonly source = (): Promise<DataSource> => this.lazy.get();

  close(): Promise<void> {
    return this.lazy.close();
  }
}

async function opened(
  url: string,
  contents: Pick<ProjectionDefinition, 'name' | 'entities' | 'migrations'>,
): Promise<DataSource> {
  const source = await schemaDataSource(url, contents, contents.name, { patienceMs: PATIENCE_MS }).initialize();
  try {
    await prepareKeptSchema(source, contents.name);
    return source;
  } catch (error) {
    await source.destroy();
    throw error;
  }
}
