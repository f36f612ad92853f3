import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { flag, noSettings } from '../../../test/support/decisions.js';
import { SnapshotTexts } from './snapshot-texts.js';

const keys = { subject: 's', decision: [] };

describe('the texts of snapshots', () => {
  it('are made once for each version, for each environment apart', () => {
    const made: string[] = [];
    const source = {
      served: (environment: string) => {
        made.push(environment);
        return { ...noSettings, flags: [flag] };
      },
    };
    let version = 'one';
    const texts = new SnapshotTexts(source, { of: (environment) => `${version} ${environment}` }, keys);
    const first = texts.of('production');
    expect(texts.of('production')).toBe(first);
    expect(texts.of('staging').etag).not.toBe(first.etag);
    version = 'two';
    expect(texts.of('production').etag).not.toBe(first.etag);
    expect(made).toEqual(['production', 'staging', 'production']);
  });

  it('say all that decisions are made from, plain and compressed alike', async () => {
    const served = { ...noSettings, flags: [flag] };
    const text = new SnapshotTexts({ served: () => served }, { of: () => '1 2 0' }, keys).of('production');
    const document = { format: 1, environment: 'production', version: '1 2 0', keys, snapshot: served };
    expect(JSON.parse(text.plain.toString())).toEqual(document);
    expect(gunzipSync(await text.gzipped())).toEqual(text.plain);
    expect(text.gzipped()).toBe(text.gzipped());
  });
});
