import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../../platform/problem.js';

/** The secret of a request: `Authorization: Bearer …` or, without that header, `X-API-Key`. */
export function secretOf({ authorization, 'x-api-key': apiKey }: IncomingHttpHeaders): string | undefined {
  if (authorization === undefined) return typeof apiKey === 'string' && SECRET.test(apiKey) ? apiKey : undefined;
  if (authorization.length > LONGEST) return undefined;
  return BEARER.exec(authorization)?.[1];
}

const BEARER = /^Bearer ([!-~]{1,8192})$/i;
// Tokens of identity providers carry claims.
const LONGEST = 8_200;
const SECRET = /^[!-~]{1,512}$/;

export const unauthenticated = (): Problem =>
  new Problem(401, 'unauthenticated', 'send a valid API key as Authorization: Bearer … or X-API-Key', undefined, {
    'www-authenticate': 'Bearer',
  });
