import { writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';

/** Where the client's types are. */
export const CLIENT_TYPES = fileURLToPath(new URL('../packages/client/src/api.ts', import.meta.url));

const HEAD = '// Made from the OpenAPI document: `npm run client:types -- <address of a running server>`.\n';

/** The types of an OpenAPI document, as the client's file has them. */
export async function clientTypes(document) {
  const text = astToString(await openapiTS(document, { alphabetize: true }));
  return format(HEAD + text, { ...(await resolveConfig(CLIENT_TYPES)), parser: 'typescript' });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const address = process.argv[2] ?? 'http://localhost:3000';
  const answer = await fetch(`${address}/openapi.json`, { signal: AbortSignal.timeout(30_000) });
  if (!answer.ok) throw new Error(`${address}/openapi.json answered ${answer.status}`);
  writeFileSync(CLIENT_TYPES, await clientTypes(await answer.json()));
  process.stdout.write(`${CLIENT_TYPES} is as ${address} says\n`);
}
