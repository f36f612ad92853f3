import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../../../test/support/database.js';
import { PostgresEventStore } from '../../event-store/postgres/postgres-event-store.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner } from '../../event-sourcing/command-runner.js';
import { createLogger } from '../../platform/logging/logger.js';
import { Watermark } from '../../event-sourcing/watermark.js';
import { LiveView } from '../../projections/index.js';
import {
  archiveEventType,
  defineEventType,
  editEventType,
  eventTypeAggregate,
  eventTypeStream,
  type EventType,
  type EventTypeEvent,
} from '../event-type.js';
import { EventTypeCatalogue } from './event-type-catalogue.js';

const user = { kind: 'user', id: 'u', name: 'Olga', role: 'admin' } as const;
const contextOf = (): CommandContext => {
  const commandId = randomUUID();
  return {
    actor: user,
    environment: 'production',
    at: '2026-01-01T00:00:00.000Z',
    commandId,
    correlationId: commandId,
    causationId: commandId,
  } as unknown as CommandContext;
};

describe('a catalogue that has heard of nothing yet', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let runner: CommandRunner;
  /** Of another process: it never hears of what is written here. */
  let lagging: EventTypeCatalogue;

  beforeAll(async () => {
    database = await createDatabase();
    store = await PostgresEventStore.connect({ connectionString: database.url });
    runner = new CommandRunner(store, new Watermark());
    const stranger = new CommandRunner(store, new Watermark());
    const silent = new LiveView(store, createLogger('test', 'silent'), []);
    lagging = new EventTypeCatalogue(stranger, silent, new Watermark());
  });

  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  const run = (key: string, decide: (state: EventType | null) => EventTypeEvent[]): Promise<unknown> =>
    runner.run(eventTypeAggregate, eventTypeStream(key), contextOf(), decide);

  it('finds a type in its stream, as it is there now, before anything is rejected by it', async () => {
    const type = { key: 'seen', name: 'Seen', exposure: true, requiresExposure: false, schema: { required: ['a'] } };
    await run('seen', (state) => defineEventType(state, type));
    expect(lagging.get('seen')).toBeUndefined();
    const defined = (await lagging.load(['seen', 'nothing'])).get('seen');
    expect(defined).toMatchObject({ item: { key: 'seen', exposure: true }, archived: false });
    expect(defined?.validate?.({})).toMatchObject({ ok: false });

    await run('seen', (state) => editEventType(state, 'seen', { schema: null }));
    expect((await lagging.load(['seen'])).get('seen')?.validate).toBeNull();
    await run('seen', (state) => archiveEventType(state, 'seen'));
    expect((await lagging.load(['seen'])).get('seen')?.archived).toBe(true);
  });

  it('knows nothing of what no stream tells of', async () => {
    expect([...(await lagging.load(['nothing'])).keys()]).toEqual([]);
  });
});
