import pg from 'pg';
import { timed, type SentBatch } from './telemetry-batches.js';

/** The baseline of telemetry: the same items as jsonb rows of a bare table, one statement and commit per batch. */
export class PlainInserts {
  private constructor(private readonly clients: readonly pg.Client[]) {}

  static async connect(url: string, connections: number): Promise<PlainInserts> {
    const clients = Array.from({ length: connections }, () => new pg.Client({ connectionString: url }));
    await Promise.all(clients.map((client) => client.connect()));
    await clients[0]?.query('CREATE TABLE plain_items (item jsonb NOT NULL)');
    return new PlainInserts(clients);
  }

  /** Inserts the batches over all connections. @returns the seconds until the last commit */
  insert(batches: readonly SentBatch[]): Promise<number> {
    return timed(batches, this.clients.length, async ({ items }, worker) => {
      await this.clients[worker]?.query({
        name: 'plain-insert',
        text: 'INSERT INTO plain_items (item) SELECT jsonb_array_elements($1::jsonb)',
        values: [items],
      });
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.end()));
  }
}
