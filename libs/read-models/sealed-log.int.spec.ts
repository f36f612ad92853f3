import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DataKeys, type DataKeyStore } from '../event-sourcing/sealing/data-keys.js';
import { SealedEventStore } from '../event-sourcing/sealing/sealed-event-store.js';
import { EventStoreUnavailableError, type Json, type JsonObject, type StoredEvent } from '../event-store/index.js';
import { PostgresEventStore } from '../event-store/postgres/postgres-event-store.js';
import { newId } from '../platform/ids.js';
import { SealedTexts } from '../platform/sealed-text.js';
import { DataKeyTable } from '../projections/index.js';
import { createDatabase, type TestDatabase } from '../../test/support/database.js';
import { SEALED_FIELDS } from './sealed-fields.js';

const SEAL_KEY = { id: 'k1', secret: 'a secret of at least 16 characters' };
const NAME = 'Zephyrine Quill';
const EMAIL = 'zephyrine@example.org';

let database: TestDatabase;
let log: PostgresEventStore;
let table: DataKeyTable;
let store: SealedEventStore;
/** A person of its own for each test. */
let person: string;

/** Another process on the same stores. */
const processWith = (seals = new SealedTexts([SEAL_KEY]), keys: DataKeyStore = table): SealedEventStore =>
  new SealedEventStore(log, SEALED_FIELDS, new DataKeys(keys, seals.canSeal));

beforeAll(async () => {
  database = await createDatabase();
  log = await PostgresEventStore.connect({ connectionString: database.url });
  table = new DataKeyTable(database.url, new SealedTexts([SEAL_KEY]));
});

afterAll(async () => {
  await table.close();
  await log.close();
  await database.drop();
});

beforeEach(() => {
  store = processWith();
  person = newId();
});

const event = (type: string, data: JsonObject, by: JsonObject = { kind: 'user', id: person, name: NAME }) => ({
  ...{ id: newId(), type, data, metadata: { v: 1, by } },
});
const append = (stream: string, ...events: ReturnType<typeof event>[]) =>
  store.append(stream, events, { expected: 'any' });

async function eventsOf(from: Pick<SealedEventStore, 'read'>, stream: string): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const one of from.read(stream)) events.push(one);
  return events;
}

/** Reads the whole log as a live view does. */
async function hearAll(process: SealedEventStore): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const message of process.subscribe({})) {
    if (message.kind === 'caught_up') break;
    if (message.kind === 'event') events.push(message.event);
  }
  return events;
}

const textOf = (events: readonly StoredEvent[]): string =>
  JSON.stringify(events.map((one) => [one.data, one.metadata]));

describe('the log with sealed names', () => {
  it.each<[string, string, JsonObject]>([
    ['user', 'user_added', { name: NAME, email: EMAIL, role: 'viewer' }],
    ['user', 'user_changed', { name: NAME }],
    ['user', 'user_changed', { role: 'admin' }],
    ['credentials', 'password_set', { passwordHash: `$argon2id$${NAME}` }],
    ['credentials', 'identity_joined', { issuer: 'https://idp', subject: EMAIL }],
    ['identity', 'identity_bound', { issuer: 'https://idp', subject: EMAIL, userId: 'x' }],
    ['experiment', 'experiment_drafted', { key: 'k', owner: { id: 'x', name: NAME } }],
    ['experiment', 'experiment_transferred', { owner: { id: 'x', name: NAME }, comment: null }],
    ['experiment', 'experiment_completed', { askedBy: { id: 'x', name: NAME }, winner: null }],
    ['experiment', 'experiment_completed', { winner: null }],
    ['notification_destination', 'destination_added', { to: [EMAIL, `b${EMAIL}`], secret: { url: NAME } }],
    ['notification_destination', 'destination_changed', { perMinute: 3 }],
    ['notification_destination', 'destination_secret_rotated', { secret: { signing: NAME, previous: EMAIL } }],
    ['flag', 'flag_enabled', {}],
  ])('has none in a stream %s with %s %j, and reads as it was written', async (category, type, data) => {
    const stream = `${category}-${person}`;
    await append(stream, event(type, data));
    const raw = textOf(await eventsOf(log, stream));
    expect([raw.includes(NAME), raw.toLowerCase().includes(EMAIL)]).toEqual([false, false]);
    for (const reader of [store, processWith()]) {
      expect(await eventsOf(reader, stream)).toMatchObject([{ type, data, metadata: { by: { name: NAME } } }]);
    }
  });

  it('leaves keys and the system as they are, and everything while no key is configured', async () => {
    const by = { kind: 'key', id: person, name: 'the service' };
    await append(`flag-${person}`, event('flag_enabled', {}, by));
    store = processWith(new SealedTexts([]));
    await append(`flag-${person}`, event('flag_enabled', {}));
    const written = await eventsOf(log, `flag-${person}`);
    expect(written.map(({ metadata }) => metadata.by)).toMatchObject([by, { name: NAME }]);
    expect(await eventsOf(processWith(), `flag-${person}`)).toEqual(written);
  });

  it('reads any values back as they were written', async () => {
    const texts = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant(`sealed:1:${newId()}:${'A'.repeat(40)}`));
    const values = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        texts,
        fc.integer(),
        fc.constantFrom(null, true),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('url', 'signing', 'a b'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
      ),
    })).value;
    await fc.assert(
      fc.asyncProperty(values, values, async (secret, to) => {
        const stream = `notification_destination-${newId()}`;
        await append(stream, event('destination_added', { secret, to, name: 'n' }));
        const [read] = await eventsOf(processWith(), stream);
        expect(read?.data).toEqual({ secret, to, name: 'n' });
      }),
      { numRuns: 60 },
    );
  });

  it('forgets a person in every process that hears of it, whichever wrote it, and for good', async () => {
    const stream = `user-${person}`;
    const other = processWith();
    await append(stream, event('user_added', { name: NAME, email: EMAIL }));
    await hearAll(other);
    await append(stream, event('user_forgotten', {}, { kind: 'system', id: 'system', name: 'test' }));
    await hearAll(other);
    await hearAll(store);
    // This one was under way in a process that had not heard of it.
    await append(`flag-${person}`, event('flag_enabled', {}));
    for (const reader of [store, other, processWith()]) {
      const [added] = await eventsOf(reader, stream);
      expect(added).toMatchObject({ data: { name: '(forgotten)', email: '(forgotten)' } });
      expect(textOf(await eventsOf(reader, `flag-${person}`))).not.toContain(NAME);
    }
    expect(textOf(await eventsOf(log, `flag-${person}`))).not.toContain(NAME);
  });

  it('forgets a person who has no key yet, and makes none later', async () => {
    await append(`user-${person}`, event('user_forgotten', {}, { kind: 'system', id: 'system', name: 'test' }));
    await hearAll(processWith());
    await append(`flag-${person}`, event('flag_enabled', {}));
    expect(textOf(await eventsOf(log, `flag-${person}`))).toContain('(forgotten)');
  });

  it('refuses to write what it cannot seal, and says so in health until it can', async () => {
    let away = true;
    const failing = <T>(work: () => Promise<T>): Promise<T> =>
      away ? Promise.reject(new Error('connection refused')) : work();
    store = processWith(new SealedTexts([SEAL_KEY]), {
      keyOf: (owner) => failing(() => table.keyOf(owner)),
      find: (ids) => failing(() => table.find(ids)),
      forget: (owner) => failing(() => table.forget(owner)),
      ping: () => failing(() => table.ping()),
    });
    await expect(store.ping()).resolves.toBeUndefined();
    await expect(append(`flag-${person}`, event('flag_enabled', {}))).rejects.toBeInstanceOf(
      EventStoreUnavailableError,
    );
    expect(await eventsOf(log, `flag-${person}`)).toEqual([]);
    await expect(store.ping()).rejects.toThrow('connection refused');
    away = false;
    await append(`flag-${person}`, event('flag_enabled', {}));
    await expect(store.ping()).resolves.toBeUndefined();
  });

  it('reads nothing as forgotten where ASSAY_SEAL_KEY is another one: it says which is missing', async () => {
    await append(`flag-${person}`, event('flag_enabled', {}));
    const wrong = new DataKeyTable(database.url, new SealedTexts([{ ...SEAL_KEY, id: 'k2' }]));
    const reading = eventsOf(processWith(new SealedTexts([]), wrong), `flag-${person}`);
    await expect(reading).rejects.toThrow('ASSAY_SEAL_KEY has no key k1');
    await wrong.close();
  });

  it('opens no text that was put under another name', async () => {
    const [one, two] = [newId(), newId()];
    await append(`user-${one}`, event('user_added', { name: NAME, email: EMAIL }));
    const [sealed] = await eventsOf(log, `user-${one}`);
    const moved = { ...event('user_added', sealed?.data ?? {}), metadata: { v: 1 } };
    await log.append(`user-${two}`, [moved], { expected: 'any' });
    // Whose it is stands with its key, so that it still says whose name it is.
    expect(await eventsOf(processWith(), `user-${two}`)).toMatchObject([{ data: { name: NAME } }]);
    const text = JSON.stringify(sealed?.data.name).slice(1, -1);
    const changed = `${text.slice(0, -2)}${text.endsWith('AA') ? 'BB' : 'AA'}`;
    await log.append(`user-${two}`, [{ ...moved, id: newId(), data: { name: changed } }], { expected: 'any' });
    expect((await eventsOf(processWith(), `user-${two}`))[1]).toMatchObject({ data: { name: '(unreadable)' } });
  });
});
