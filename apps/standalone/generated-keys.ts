import { randomBytes } from 'node:crypto';
import { access, link, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StartFailure, systemCode } from '../../libs/platform/start-failure.js';
import { inDataFolder } from './data-folder.js';

// The same minimum as for keys from the environment.
const SHORTEST_SECRET = 16;

/** Secrets that standalone generates once and saves, if the environment does not set them. */
export interface GeneratedKeys {
  readonly decisionKeys: string;
  readonly subjectKey: string;
}

/** Reads or makes `keys.json` in the data folder; only its owner can read it. @throws StartFailure if it is damaged */
export async function generatedKeys(dataDir: string): Promise<GeneratedKeys> {
  const made = () => ({ decisionKeys: `k1:${secret()}`, subjectKey: secret() });
  const { path, content } = await readOrMake<GeneratedKeys>(dataDir, 'keys.json', made);
  const { decisionKeys, subjectKey } = content;
  if (isSecret(decisionKeys) && isSecret(subjectKey)) return { decisionKeys, subjectKey };
  throw damaged(path, 'earlier subjects and decisions are not recognised');
}

/**
 * Reads or makes `seal-key.json`, a file of its own because older data folders have a `keys.json` without it.
 * @throws StartFailure if it is damaged
 */
export async function generatedSealKeys(dataDir: string): Promise<string> {
  const made = () => ({ sealKeys: `k1:${secret()}` });
  const { path, content } = await readOrMake<{ readonly sealKeys: string }>(dataDir, 'seal-key.json', made);
  if (isSecret(content.sealKeys)) return content.sealKeys;
  throw damaged(path, 'secrets that it sealed cannot be used');
}

const damaged = (path: string, effect: string): StartFailure =>
  new StartFailure(`${path} is damaged: bring it back from a backup; without its keys ${effect}`);

function readOrMake<Keys extends object>(
  dataDir: string,
  name: string,
  made: () => Keys,
): Promise<{ readonly path: string; readonly content: Partial<Keys> }> {
  return inDataFolder(dataDir, async () => {
    const path = join(dataDir, name);
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (!isThere) await make(path, made());
    // What the file holds is checked by the caller.
    return { path, content: fromJson(await textOf(path)) ?? {} };
  });
}

/** Writes a temporary file and links it: a crash leaves no partial file, and one of two concurrent starts wins. */
async function make(path: string, keys: object): Promise<void> {
  const beside = `${path}.${randomBytes(4).toString('hex')}`;
  const file = await open(beside, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(keys, null, 2)}\n`);
    await file.sync();
    await link(beside, path).catch((error: unknown) => {
      if (systemCode(error) === 'EEXIST') return undefined;
      // A file system without hard links.
      return rename(beside, path);
    });
  } finally {
    await file.close();
    await rm(beside, { force: true });
  }
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'EISDIR') return '';
    throw error;
  });
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const isSecret = (value: unknown): value is string => typeof value === 'string' && value.length >= SHORTEST_SECRET;

const secret = (): string => randomBytes(32).toString('base64url');
