import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchApp } from '../support/apps.js';
import { makeCertificates } from '../support/certificates.js';
import { ADMIN_KEY, startStores, type TestStores } from '../support/stores.js';
import { startWireDouble, type WireDouble } from '../support/wire-double/wire-double.js';

describe('an app whose EVENTSTORE_URL waiting does not mend (EventStoreDB’s double)', () => {
  let stores: TestStores;
  let double: WireDouble;
  let folder: string;

  beforeAll(async () => {
    const certificates = makeCertificates();
    folder = await mkdtemp(join(tmpdir(), 'assay-ca-'));
    await writeFile(join(folder, 'ca.crt'), certificates.ca);
    stores = await startStores('postgresql');
    double = await startWireDouble({ tls: certificates, account: { username: 'assay', password: 'right' } });
  });
  afterAll(async () => {
    await double.stop();
    await stores.stop();
    await rm(folder, { recursive: true });
  });

  // Node warns of TLS by address.
  const server = (): string => `localhost:${double.port}`;

  it.each([
    ['a raw : in its password', () => `esdb://assay:s3cret:s3cret@${server()}`, /more than one : before the @/],
    ['an unknown option', () => `esdb://assay:s3cret@${server()}?colour=blue`, /unknown option "colour"/],
    ['no host', () => 'esdb://assay:s3cret@', /host 1 must be/],
    ['a CA it does not name', () => `esdb://assay:s3cret@${server()}`, /tlsCAFile/],
    ['a wrong password', () => `esdb://assay:s3cret@${server()}?tlsCAFile=${folder}/ca.crt`, /does not accept/],
  ])('ends at once with one line: %s', async (_, url, message) => {
    const app = launchApp('command-api', {
      ...stores.environment,
      ASSAY_ADMIN_KEY: ADMIN_KEY,
      EVENTSTORE_URL: url(),
    });
    await expect(app.ready).rejects.toThrow('command-api ended with 1');
    const lines = app.output().trimEnd().split('\n');
    expect(lines).toEqual([expect.stringMatching(/^command-api cannot start: EVENTSTORE_URL/)]);
    expect(lines[0]).toMatch(message);
    expect(lines[0]).not.toContain('s3cret');
  });
});
