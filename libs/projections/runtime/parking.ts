import type { DataSource, EntityManager } from 'typeorm';
import type { EventStore, StoredEvent } from '../../event-store/index.js';
import type { Projection, ProjectionDefinition } from '../projection.js';
import { isFaultOfEvents } from './event-faults.js';
import { ParkedRow } from './runtime-rows.js';

/** Parks events that cannot be applied, and with them the later events of their streams. */
export class Parking {
  private streams = new Set<string>();
  private count = 0;

  constructor(private readonly definition: ProjectionDefinition) {}

  async load(manager: EntityManager): Promise<void> {
    const rows = await manager.query<{ stream: string; events: string }[]>(
      'SELECT stream, count(*) AS events FROM parked GROUP BY stream',
    );
    this.streams = new Set(rows.map((row) => row.stream));
    this.count = rows.reduce((sum, { events }) => sum + Number(events), 0);
  }

  /** Number of parked events. */
  get size(): number {
    return this.count;
  }

  /** Separates events that can be applied from those held back by an earlier parked event of their stream. */
  separate(events: readonly StoredEvent[]): { free: StoredEvent[]; held: StoredEvent[] } {
    const held = events.filter((event) => this.holds(event));
    return { free: held.length === 0 ? [...events] : events.filter((event) => !this.holds(event)), held };
  }

  async park(manager: EntityManager, event: StoredEvent, error: string): Promise<void> {
    await manager.query(
      `INSERT INTO parked (position, stream, revision, event_id, type, error) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (position) DO UPDATE SET error = excluded.error`,
      [event.position, event.stream, event.revision, event.id, event.type, error.slice(0, 2_000)],
    );
    this.streams.add(event.stream);
    this.count += 1;
  }

  /**
   * Applies parked events again, in order. @returns how many succeeded
   * @throws errors that are no fault of an event; call again then
   */
  async replay(dataSource: DataSource, store: EventStore, instance: Projection): Promise<number> {
    const rows = await dataSource.manager.find(ParkedRow, { order: { position: 'ASC' }, take: 10_000 });
    const stuck = new Set<string>();
    let applied = 0;
    for (const row of rows) {
      if (stuck.has(row.stream)) continue;
      try {
        await dataSource.transaction(async (manager) => {
          for await (const event of store.read(row.stream, { from: Number(row.revision), limit: 1 })) {
            await instance.apply([event], manager);
          }
          await manager.delete(ParkedRow, { position: row.position });
        });
        applied += 1;
      } catch (error) {
        instance.reset();
        if (!isFaultOfEvents(error)) throw error;
        if (!this.isUnordered(row.stream)) stuck.add(row.stream);
      }
    }
    await this.load(dataSource.manager);
    return applied;
  }

  private holds(event: StoredEvent): boolean {
    return this.streams.has(event.stream) && !this.isUnordered(event.stream);
  }

  private isUnordered(stream: string): boolean {
    return this.definition.unorderedPrefixes.some((prefix) => stream.startsWith(prefix));
  }
}
