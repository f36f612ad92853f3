import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../../../test/support/database.js';
import { Driven } from '../../../test/oracle/driven.js';
import { LinkCache, personIn } from './link-cache.js';

const ENVIRONMENT = 'production';
const DIGESTS = Array.from({ length: 20 }, (_, index) => `digest-${index}`);

describe('the links of more digests than the cache keeps', () => {
  let database: TestDatabase;
  let driven: Driven;

  beforeAll(async () => {
    database = await createDatabase();
    driven = await Driven.create(database, 'links');
    await driven.source.query(
      'INSERT INTO subject_links (environment, subject, root, linked) SELECT $1, unnest($2::text[]), $3, true',
      [ENVIRONMENT, DIGESTS.slice(0, 10), 'root'],
    );
  });

  afterAll(async () => {
    await driven.source.destroy();
    await database.drop();
  });

  it.each([1, 7, 100])('are all known once they are loaded, each time: %d kept', async (kept) => {
    const cache = new LinkCache(kept);
    const persons = async (): Promise<string[]> => {
      const links = await cache.load(new Map([[ENVIRONMENT, new Set(DIGESTS)]]), driven.source.manager);
      return DIGESTS.map((digest) => personIn(links, ENVIRONMENT, digest));
    };
    const expected = DIGESTS.map((digest, index) => (index < 10 ? 'root' : digest));
    expect([await persons(), await persons(), await persons()]).toEqual([expected, expected, expected]);
  });
});
