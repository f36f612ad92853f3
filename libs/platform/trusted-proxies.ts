import { BlockList, isIP } from 'node:net';

const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** The addresses whose `X-Forwarded-…` headers are trusted. */
export interface TrustedProxies {
  has(address: string | undefined): boolean;
}

/** Parses addresses, networks (`10.0.0.0/8`), `loopback` and `private`, or `none` alone; undefined if invalid. */
export function parseTrustedProxies(text: string): TrustedProxies | undefined {
  const trusted = new BlockList();
  const entries = text.split(',').map((entry) => entry.trim());
  const networks = text.trim() === 'none' ? [] : entries.flatMap((entry) => namedNetworks(entry) ?? [entry]);
  for (const network of networks) {
    if (!add(trusted, network)) return undefined;
  }
  return {
    has: (address) =>
      address !== undefined && isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'),
  };
}

function namedNetworks(name: string): readonly string[] | undefined {
  return Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
}

function add(trusted: BlockList, network: string): boolean {
  const [address = '', bits, ...more] = network.split('/');
  const version = isIP(address);
  if (version === 0 || address.includes('%') || more.length > 0) return false;
  const family = version === 6 ? 'ipv6' : 'ipv4';
  const longest = version === 6 ? 128 : 32;
  if (bits === undefined) trusted.addAddress(address, family);
  else if (/^\d{1,3}$/.test(bits) && Number(bits) <= longest) trusted.addSubnet(address, Number(bits), family);
  else return false;
  return true;
}

/** The parts of a request that show how it came here. */
interface Arrival {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** True if a trusted proxy says that the browser used HTTPS; with several proxies, the first value counts. */
export function cameByHttps({ socket, headers }: Arrival, trusted: TrustedProxies): boolean {
  const header = headers['x-forwarded-proto'];
  if (header === undefined || !trusted.has(socket.remoteAddress)) return false;
  return header.toString().split(',')[0]?.trim().toLowerCase() === 'https';
}

const headerOf = (headers: Arrival['headers'], name: string): string => headers[name]?.toString() ?? '';

/** The address that the request came from: the last one in `X-Forwarded-For` that is no trusted proxy. */
export function clientAddressOf({ socket, headers }: Arrival, trusted: TrustedProxies): string {
  const forwarded = headerOf(headers, 'x-forwarded-for')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => isIP(entry) !== 0);
  const hops = [...forwarded, socket.remoteAddress ?? 'unknown'];
  return hops.findLast((hop) => !trusted.has(hop)) ?? hops[0] ?? 'unknown';
}

/** The host and port that the browser asked for, as it wrote them. */
export function askedHostOf({ socket, headers }: Arrival, trusted: TrustedProxies): string {
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
