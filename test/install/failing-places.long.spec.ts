import { chmod, chown, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ROOT, sameTree, works } from './clone.js';
import { start } from './started.js';

const isRoot = process.getuid?.() === 0;
// Only root can make these places, and not in every container.
const withMount = isRoot && works('unshare', '--mount', 'true') ? it : it.skip;
const NOBODY = 65534;
const MAIN = 'dist/apps/standalone/main.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-place-'));
  await chmod(folder, 0o755);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const MOUNTED = '/mnt/data';
const mounted = (options: string): string => `mount -t tmpfs tmpfs /mnt && mkdir ${MOUNTED} && ${options}; `;

withMount.each<[string, string, string, RegExp]>([
  [
    'without any room',
    `mount -t tmpfs -o size=4k tmpfs ${MOUNTED}`,
    MOUNTED,
    /no space is left on the device \(ENOSPC\)/,
  ],
  [
    'too small for a database',
    `mount -t tmpfs -o size=1m tmpfs ${MOUNTED}`,
    MOUNTED,
    /initdb failed in .*No space left/,
  ],
  ['too small for what comes next', `mount -t tmpfs -o size=38m tmpfs ${MOUNTED}`, MOUNTED, /No space left/i],
  ['that is read-only', `mount -t tmpfs -o ro tmpfs ${MOUNTED}`, MOUNTED, /the file system is read-only \(EROFS\)/],
  ['below one that is read-only', `mount -t tmpfs -o ro tmpfs ${MOUNTED}`, `${MOUNTED}/x`, /\(EROFS\)/],
])('a data folder %s: one line says so', async (_, prepare, data, expected) => {
  const failing = start(['unshare', '--mount', 'sh', '-c', `${mounted(prepare)} exec node ${MAIN}`], {
    cwd: ROOT,
    environment: { PORT: '0', ASSAY_DATA_DIR: data },
  });
  expect(await failing.ended).toBe(1);
  expect(failing.output()).toMatch(/^standalone cannot start: .*\n$/);
  expect(failing.output()).toMatch(expected);
});

it.each([
  ['of root', (data: string) => mkdir(data), /permission denied \(EACCES\)/],
  ['that it may not list', (data: string) => mkdir(data, { mode: 0o700 }), /permission denied \(EACCES\)/],
  [
    'with a database of another user',
    ofAnotherUser,
    /belongs to another user \(id 0\): start Assay as that user or as root/,
  ],
])('an ordinary user and a data folder %s: one line says so', async (_, prepare, expected) => {
  if (!isRoot) return; // Only root can make another user's folder.
  const place = join(folder, 'assay');
  await sameTree(ROOT, place);
  await copyFile(process.execPath, join(place, 'node'));
  const data = join(folder, 'data');
  await prepare(data);
  const failing = start([join(place, 'node'), MAIN], {
    cwd: place,
    environment: { PORT: '0', ASSAY_DATA_DIR: data },
    as: { uid: NOBODY, gid: NOBODY },
  });
  expect(await failing.ended).toBe(1);
  expect(failing.output()).toMatch(/^standalone cannot start: .*\n$/);
  expect(failing.output()).toMatch(expected);
});

async function ofAnotherUser(data: string): Promise<void> {
  await mkdir(data);
  await chown(data, NOBODY, NOBODY);
  await mkdir(join(data, 'postgres'), { mode: 0o700 });
}
