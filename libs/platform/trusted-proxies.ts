import { BlockList, isIP } from 'node:net';

const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** The addresses whose `X-Forwarded-Proto` is trusted. */
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

/** The parts of a request that show whether the browser used HTTPS. */
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
