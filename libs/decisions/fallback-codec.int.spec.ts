import type { User } from '../access/index.js';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parsePosition } from '../event-store/index.js';
import { flag, noSettings } from '../../test/support/decisions.js';
import { keepText, stringifyAsWritten } from '../primitives/written-json.js';
import { createLogger } from '../platform/logging/logger.js';
import { FallbackFile } from './fallback-file.js';
import { FallbackCodec, type FallbackDecisions } from './fallback-codec.js';

const logger = createLogger('test', 'silent');
const codec = new FallbackCodec('a subject key of 16', 'postgres://host/assay');
const OLGA: User = {
  ...{ id: 'u', name: 'Olga', email: 'o@example.org', role: 'viewer' },
  ...{ environmentRoles: {}, deactivated: false, forgotten: false, sessionsFrom: 0 },
};
const saved: FallbackDecisions = {
  savedAt: '2026-01-01T00:00:00.000Z',
  position: parsePosition('0'.repeat(32)),
  environments: [
    {
      environment: 'production',
      snapshot: { ...noSettings, flags: [{ ...flag, type: 'json', defaultValue: { a: ['é\n', 1] } }] },
    },
  ],
  access: { keys: [], users: [OLGA] },
};

describe('saved decisions', () => {
  const text = codec.encode(saved);

  it('come back as they were', () => expect(codec.decode(text)).toEqual(saved));

  it('come back with values as they were written', () => {
    const defaultValue = { b: 1, 1: [2] };
    keepText(defaultValue, '{"b":1.0,\n"1":[2]}');
    const snapshot = { ...noSettings, flags: [{ ...flag, defaultValue }] };
    const decoded = codec.decode(codec.encode({ ...saved, environments: [{ environment: 'production', snapshot }] }));
    expect(stringifyAsWritten(decoded)).toContain('{"b":1.0,\n"1":[2]}');
  });

  it('are nothing when a character has changed or is missing', () => {
    for (let at = 0; at < text.length - 1; at += 1) {
      const other = text[at] === 'a' ? 'b' : 'a';
      expect(codec.decode(text.slice(0, at) + other + text.slice(at + 1))).toBeUndefined();
      expect(codec.decode(text.slice(0, at))).toBeUndefined();
    }
    expect(codec.decode(`${text}more`)).toBeUndefined();
  });

  it.each([
    ['another installation', new FallbackCodec('another subject key', 'postgres://host/assay')],
    ['another event store', new FallbackCodec('a subject key of 16', 'postgres://host/other')],
  ])('of %s are nothing', (_, stranger) => expect(stranger.decode(text)).toBeUndefined());

  it('of another version are nothing, though the seal is right', () => {
    const later = text.split('\n')[1]?.replace(/"version":\d+/, '"version":99') ?? '';
    // The seal as the codec makes it.
    const seal = (codec as unknown as { seal(of: string): string }).seal(later);
    expect(codec.decode(`${seal}\n${later}\n`)).toBeUndefined();
  });
});

describe('the file of saved decisions', () => {
  let folder: string;
  let path: string;
  let file: FallbackFile;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-saved-'));
    path = join(folder, 'made', 'decisions.snapshot');
    file = new FallbackFile(join(folder, 'made'), codec, logger);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is nothing before the first is written', async () => expect(await file.read()).toBeUndefined());

  it('holds the last that was written, for its owner alone, and leaves nothing beside it', async () => {
    await file.write(saved);
    const later = { ...saved, savedAt: '2026-01-01T00:00:05.000Z' };
    await Promise.all([file.write(later), file.write(later)]);
    expect(await file.read()).toEqual(later);
    expect(await readdir(join(folder, 'made'))).toEqual(['decisions.snapshot']);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('is ignored when it was cut short', async () => {
    const whole = await readFile(path, 'utf8');
    await writeFile(path, whole.slice(0, whole.length / 2));
    expect(await file.read()).toBeUndefined();
  });
});
