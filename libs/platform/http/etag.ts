import type { IncomingHttpHeaders } from 'node:http';

/** True if the client already has this version: If-None-Match contains the tag, weak or strong. */
export function hasTag(headers: IncomingHttpHeaders, etag: string): boolean {
  const given = headers['if-none-match'];
  if (given === undefined) return false;
  const wanted = opaque(etag);
  return given.split(',').some((each) => opaque(each.trim()) === wanted);
}

const opaque = (tag: string): string => tag.replace(/^W\//, '');
