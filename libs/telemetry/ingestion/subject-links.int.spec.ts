import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createDatabase, type TestDatabase } from '../../../test/support/database.js';
import { Driven } from '../../../test/oracle/driven.js';
import { ENVIRONMENT, Log, START } from '../../../test/oracle/play.js';
import { parsePosition } from '../../event-store/index.js';
import { PostgresEventStore } from '../../event-store/postgres/postgres-event-store.js';
import { ProjectedLinks } from '../read-model/telemetry-ids.js';
import { telemetryStream } from '../telemetry.js';
import { SubjectLinks } from './subject-links.js';
import { TelemetryLog } from './telemetry-log.js';

const SUBJECTS = 6;
const CASES = 150;

type Pair = readonly [from: number, to: number];

/** Who is one with whom: by the first link of each `from`, in both directions, however far. */
function groupOf(subject: number, links: readonly Pair[]): Set<number> {
  const counting = links.filter(([from], index) => links.findIndex((other) => other[0] === from) === index);
  const group = new Set([subject]);
  for (let size = 0; size !== group.size;) {
    size = group.size;
    for (const [from, to] of counting) if (group.has(from) || group.has(to)) group.add(from).add(to);
  }
  return group;
}

describe('links between subjects', () => {
  let database: TestDatabase;
  let driven: Driven;
  let store: PostgresEventStore;

  beforeAll(async () => {
    database = await createDatabase();
    driven = await Driven.create(database, 'links');
    store = await PostgresEventStore.connect({ connectionString: database.url });
  });

  afterAll(async () => {
    await store.close();
    await driven.source.destroy();
    await database.drop();
  });

  it(`are the same wherever they are known from, the projection or this process, ${CASES} times`, async () => {
    const log = new Log();
    const subject = fc.nat(SUBJECTS - 1);
    const pair: fc.Arbitrary<Pair> = fc.tuple(subject, subject).filter(([from, to]) => from !== to);
    let joined = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { maxLength: 8 }), fc.nat(8), async (pairs, projected) => {
        const name = randomUUID();
        const digest = (n: number): string => `s${n}-${name}`;
        const known = new SubjectLinks(
          new ProjectedLinks(() => Promise.resolve(driven.source)),
          new TelemetryLog(store),
        );
        for (const [index, [one, other]] of pairs.entries()) {
          const link = { receivedAt: START, from: digest(one), to: digest(other) };
          const event = log.next(telemetryStream(ENVIRONMENT, name), 'subject_linked', link, START);
          if (index < projected) await driven.apply([event], [1]);
          // Between an append and the projection both know a link.
          const position = parsePosition(event.position.padStart(16, '0'));
          if (index >= projected - 1) known.remember({ environment: ENVIRONMENT, ...link, position });
        }
        known.remember({
          environment: 'staging',
          from: digest(0),
          to: digest(1),
          position: parsePosition('0'.repeat(16)),
        });
        const all = Array.from({ length: SUBJECTS }, (_, n) => n);
        const asked = all.flatMap((one) => all.map((other) => [one, other] as const));
        const linked = await known.linkedAmong(
          ENVIRONMENT,
          asked.map(([one, other]) => [digest(one), digest(other)]),
        );
        for (const [one, other] of asked) {
          const expected = groupOf(one, pairs).has(other);
          if (expected && one !== other) joined += 1;
          expect([one, other, linked(digest(one), digest(other))]).toEqual([one, other, expected]);
        }
      }),
      { numRuns: CASES, seed: 20_260_302 },
    );
    expect(joined).toBeGreaterThan(CASES);
  });

  it('that the projection knows are forgotten, later ones not', async () => {
    const links = new SubjectLinks(new ProjectedLinks(() => Promise.resolve(driven.source)), new TelemetryLog(store));
    const at = (place: number) => parsePosition(String(place).padStart(16, '0'));
    links.remember({ environment: ENVIRONMENT, from: 'a', to: 'b', position: at(1) });
    links.remember({ environment: ENVIRONMENT, from: 'c', to: 'd', position: at(2) });
    links.forgetUpTo(at(1));
    const linked = await links.linkedAmong(ENVIRONMENT, [
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect([linked('a', 'b'), linked('c', 'd'), linked('d', 'c'), linked('a', 'a')]).toEqual([false, true, true, true]);
  });
});
