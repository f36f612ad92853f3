import { isIP } from 'node:net';
import type { Networks } from './networks.js';

/** The parts of a request that show how it came here. */
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

const headerOf = (headers: Arrival['headers'], name: string): string => headers[name]?.toString() ?? '';

/** The address that the request came from: the last one in `X-Forwarded-For` that is no trusted proxy. */
export function clientAddressOf({ socket, headers }: Arrival, trusted: Networks): string {
  const forwarded = headerOf(headers, 'x-forwarded-for')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => isIP(entry) !== 0);
  const hops = [...forwarded, socket.remoteAddress ?? 'unknown'];
  return hops.findLast((hop) => !trusted.has(hop)) ?? hops[0] ?? 'unknown';
}

/** The host and port that the browser asked for, as it wrote them. */
export function askedHostOf({ socket, headers }: Arrival, trusted: Networks): string {
  const forwarded = trusted.has(socket.remoteAddress) ? headerOf(headers, 'x-forwarded-host') : '';
  return forwarded.split(',')[0]?.trim() || headerOf(headers, 'host');
}

/** The address, of IPv6 the network of 64 bits: whoever has one address of it has them all. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail = ''] = (address.split('%')[0] ?? '').split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const missing = 8 - groups(head).length - groups(tail).length;
  const all = address.includes('::')
    ? [...groups(head), ...Array.from({ length: missing }, () => '0'), ...groups(tail)]
    : groups(head);
  return `${all
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** Where the request came from, as one sender: its address, of IPv6 the network. */
export const senderOf = (arrival: Arrival, trusted: Networks): string => networkOf(clientAddressOf(arrival, trusted));
