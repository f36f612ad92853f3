import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { StartFailure, systemCode } from '../../libs/platform/start-failure.js';
import { inDataFolder } from './data-folder.js';

/** Secrets that standalone makes once and keeps, for what the environment does not name. */
export interface GeneratedKeys {
  readonly decisionKeys: string;
  readonly subjectKey: string;
}

/** Reads `keys.json` of the data folder, or makes it, readable by its owner alone. @throws StartFailure for a damaged file */
export function generatedKeys(dataDir: string): Promise<GeneratedKeys> {
  return inDataFolder(dataDir, async () => {
    const path = join(dataDir, 'keys.json');
    const kept = await readFile(path, 'utf8').catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (kept !== undefined) return parse(kept, path);
    const keys: GeneratedKeys = { decisionKeys: `k1:${secret()}`, subjectKey: secret() };
    // Written beside and renamed: a crash leaves either no file or a whole one.
    const file = await open(`${path}.new`, 'w', 0o600);
    await file.writeFile(`${JSON.stringify(keys, null, 2)}\n`);
    await file.sync();
    await file.close();
    await rename(`${path}.new`, path);
    return keys;
  });
}

function parse(text: string, path: string): GeneratedKeys {
  const { decisionKeys, subjectKey } = (fromJson(text) ?? {}) as Partial<GeneratedKeys>;
  if (typeof decisionKeys === 'string' && typeof subjectKey === 'string') return { decisionKeys, subjectKey };
  throw new StartFailure(
    `${path} is damaged: bring it back from a backup; without its keys earlier subjects and decisions are not recognised`,
  );
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const secret = (): string => randomBytes(32).toString('base64url');
