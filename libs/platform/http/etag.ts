import type { IncomingHttpHeaders } from 'node:http';

/** True where the sender has what this tag stands for: If-None-Match names it, weak or strong. */
export function hasTag(headers: IncomingHttpHeaders, etag: string): boolean {
  const given = headers['if-none-match'];
  if (given === undefined) return false;
  const wanted = opaque(etag);
  return given.split(',').some((each) => opaque(each.trim()) === wanted);
}

const opaque = (tag: string): string => tag.replace(/^W\//, '');
