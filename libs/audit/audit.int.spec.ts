import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Driven } from '../../test/oracle/driven.js';
import { Log } from '../../test/oracle/play.js';
import { createDatabase, type TestDatabase } from '../../test/support/database.js';
import type { StoredEvent } from '../event-store/index.js';
import { managementDefinition } from '../read-models/index.js';
import { auditPages, AuditRow } from './read-model/index.js';

const AT = Date.UTC(2026, 0, 1);

describe('the audit in the management read model', () => {
  let database: TestDatabase;
  let driven: Driven;
  let log: Log;

  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  beforeEach(async () => {
    driven = await created();
    log = new Log();
  });
  afterEach(() => driven.source.destroy());

  const created = (): Promise<Driven> =>
    Driven.create(database, `s${randomUUID().replaceAll('-', '')}`, managementDefinition);
  const rows = ({ source }: Driven): Promise<object[]> =>
    source.query<object[]>('SELECT *, words::text FROM audit ORDER BY position');
  const read = ({ source }: Driven): Promise<AuditRow[]> =>
    source.getRepository(AuditRow).find({ order: { position: 'ASC' } });
  const event = (stream: string, type: string, data: object = {}): StoredEvent => log.next(stream, type, data, AT);

  const flag = { key: 'f', type: 'string', variants: {}, default: 'old', defaultVariant: null, rules: [] };
  const labels = { description: '', tags: [], owner: '', metadata: {}, clientVisible: false };
  const made = (): StoredEvent[] => [
    event('flag-f', 'flag_created', { ...flag, ...labels }),
    event('flag_environment-staging:f', 'flag_disabled'),
    event('flag-f', 'flag_described', { tags: ['a'] }),
    event('flag-f', 'flag_described', { tags: ['a', 'b'], owner: 'shop' }),
    event('review_policy-staging', 'review_policy_set', { minApprovals: 2, allowAnyApprover: true }),
    event('review_policy-staging', 'review_policy_set', { minApprovals: 3, allowAnyApprover: true }),
    event('check-1', 'check_requested', { id: '1', environment: 'production', experiment: null }),
  ];

  it('has what each event changed, of events of one batch and of several', async () => {
    const events = made();
    await driven.apply(events, [events.length]);
    const whole = await rows(driven);
    const single = await created();
    await single.apply(events, [1]);
    expect(await rows(single)).toEqual(whole);
    await single.source.destroy();
    const changes = (await read(driven)).map((row) => [row.entity_kind, row.changes.map(({ field }) => field)]);
    expect(changes.slice(1)).toEqual([
      ['flag', ['enabled']],
      ['flag', ['tags']],
      ['flag', ['tags', 'owner']],
      ['review_policy', ['minApprovals']],
      ['review_policy', ['minApprovals']],
    ]);
    expect((await read(driven)).at(-1)?.changes).toEqual([{ field: 'minApprovals', before: 2, after: 3 }]);
  });

  it('writes nothing twice, and nothing of a batch that was not committed', async () => {
    const events = made();
    await driven.apply(events, [3], [0, 1]);
    await driven.apply(events.slice(-2), [2]);
    expect(await rows(driven)).toHaveLength(events.length - 1);
  });

  it('takes an event whose words exceed what PostgreSQL indexes', async () => {
    const subjects = Array.from({ length: 60_000 }, (_, index) => `shop-${index.toString(36)}.example/${index}`);
    const members = { kind: 'list', subjects };
    await driven.apply([event('group-g', 'group_created', { key: 'g', members })], [1]);
    const [row] = await read(driven);
    expect(row?.changes).toContainEqual({ field: 'members', before: null, omitted: true });
    expect(row?.data).toEqual({ key: 'g', members });
  });

  it('is exported page by page, each event once', async () => {
    const events = Array.from({ length: 120 }, (_, index) =>
      event(`event_type-t${index}`, 'event_type_defined', { key: `t${index}` }),
    );
    await driven.apply(events, [50]);
    const pages: string[][] = [];
    for await (const page of auditPages(driven.source, [])) pages.push(page.map(({ position }) => position));
    expect(pages.flat()).toEqual(events.map(({ position }) => position).toReversed());
    expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(50);
  });
});
