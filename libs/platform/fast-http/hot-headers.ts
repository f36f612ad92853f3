import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** The headers that fast routes read. */
type HotName =
  | 'content-type'
  | 'content-length'
  | 'authorization'
  | 'x-api-key'
  | 'if-none-match'
  | 'assay-min-position'
  | 'assay-exposure';

/**
 * Reads only the hot headers of a request. Node builds the object of all headers on demand, which takes as long as a
 * decision. If a hot header occurs twice, this returns Node's object, which merges them.
 */
export function hotHeaders(request: IncomingMessage): IncomingHttpHeaders {
  const { rawHeaders } = request;
  const found: IncomingHttpHeaders & Partial<Record<HotName, string | undefined>> = {
    'content-type': undefined,
    'content-length': undefined,
    authorization: undefined,
    'x-api-key': undefined,
    'if-none-match': undefined,
    'assay-min-position': undefined,
    'assay-exposure': undefined,
  };
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = hotName(rawHeaders[index] ?? '');
    if (name === undefined) continue;
    if (found[name] !== undefined) return request.headers;
    found[name] = rawHeaders[index + 1];
  }
  return found;
}

function hotName(name: string): HotName | undefined {
  switch (name.length) {
    case 9:
      return known(name, 'x-api-key');
    case 12:
      return known(name, 'content-type');
    case 13:
      return known(name, 'authorization') ?? known(name, 'if-none-match');
    case 14:
      return known(name, 'content-length') ?? known(name, 'assay-exposure');
    case 18:
      return known(name, 'assay-min-position');
    default:
      return undefined;
  }
}

const known = <Name extends string>(name: string, wanted: Name): Name | undefined =>
  name === wanted || name.toLowerCase() === wanted ? wanted : undefined;
