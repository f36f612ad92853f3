import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** Secrets that standalone makes once and keeps, for what the environment does not name. */
export interface GeneratedKeys {
  readonly decisionKeys: string;
  readonly subjectKey: string;
}

/** Reads `keys.json` of the data folder, or makes it, readable by its owner alone. @throws Error for a damaged file */
export async function generatedKeys(dataDir: string): Promise<GeneratedKeys> {
  const path = join(dataDir, 'keys.json');
  const kept = await readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
    throw error;
  });
  if (kept !== undefined) return parse(kept, path);
  const keys: GeneratedKeys = { decisionKeys: `k1:${secret()}`, subjectKey: secret() };
  await mkdir(dataDir, { recursive: true });
  // Written beside and renamed: a crash leaves either no file or a whole one.
  const file = await open(`${path}.new`, 'w', 0o600);
  await file.writeFile(`${JSON.stringify(keys, null, 2)}\n`);
  await file.sync();
  await file.close();
  await rename(`${path}.new`, path);
  return keys;
}

function parse(text: string, path: string): GeneratedKeys {
  const { decisionKeys, subjectKey } = JSON.parse(text) as Partial<GeneratedKeys>;
  if (typeof decisionKeys !== 'string' || typeof subjectKey !== 'string') throw new Error(`${path} is damaged`);
  return { decisionKeys, subjectKey };
}

const secret = (): string => randomBytes(32).toString('base64url');
