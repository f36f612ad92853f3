import { BlockList, isIP } from 'node:net';

const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** A set of addresses. */
export interface Networks {
  has(address: string | undefined): boolean;
}

export const NO_NETWORKS: Networks = { has: () => false };

/** Parses addresses, networks (`10.0.0.0/8`), `loopback` and `private`, or `none` alone; undefined if invalid. */
export function parseNetworks(text: string): Networks | undefined {
  const listed = new BlockList();
  const entries = text.split(',').map((entry) => entry.trim());
  const entered = text.trim() === 'none' ? [] : entries.flatMap((entry) => namedNetworks(entry) ?? [entry]);
  for (const network of entered) {
    if (!add(listed, network)) return undefined;
  }
  return {
    has: (address) =>
      address !== undefined && isIP(address) !== 0 && listed.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'),
  };
}

function namedNetworks(name: string): readonly string[] | undefined {
  return Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
}

function add(networks: BlockList, network: string): boolean {
  const [address = '', bits, ...more] = network.split('/');
  const version = isIP(address);
  if (version === 0 || address.includes('%') || more.length > 0) return false;
  const family = version === 6 ? 'ipv6' : 'ipv4';
  const longest = version === 6 ? 128 : 32;
  if (bits === undefined) networks.addAddress(address, family);
  else if (/^\d{1,3}$/.test(bits) && Number(bits) <= longest) networks.addSubnet(address, Number(bits), family);
  else return false;
  return true;
}
