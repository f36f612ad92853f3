import type { Networks } from './networks.js';

/** The parts of a request that show whether the browser used HTTPS. */
interface Arrival {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** True if a trusted proxy says that the browser used HTTPS; with several proxies, the first value counts. */
export function cameByHttps({ socket, headers }: Arrival, trusted: Networks): boolean {
  const header = headers['x-forwarded-proto'];
  if (header === undefined || !trusted.has(socket.remoteAddress)) return false;
  return header.toString().split(',')[0]?.trim().toLowerCase() === 'https';
}
