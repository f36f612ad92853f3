import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { Networks } from '../../platform/networks.js';

/** Networks that no public service answers from: loopback, private, link-local (metadata), shared, documentation, … */
const NOT_PUBLIC_V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;

/** The only unicast addresses of IPv6 that are public; within them, those that carry an address of IPv4 or are special. */
const PUBLIC_V6 = ['2000::', 3] as const;
const NOT_PUBLIC_V6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** An address that nothing is sent to. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
}

/**
 * Decides which addresses notifications may be sent to: public ones, and private ones that the configuration allows.
 * Only allowed private ones may be reached without TLS.
 */
export class AddressGuard {
  private readonly notPublic = new BlockList();
  private readonly publicV6 = new BlockList();

  constructor(private readonly allowed: Networks) {
    for (const [network, bits] of NOT_PUBLIC_V4) this.notPublic.addSubnet(network, bits, 'ipv4');
    for (const [network, bits] of NOT_PUBLIC_V6) this.notPublic.addSubnet(network, bits, 'ipv6');
    this.publicV6.addSubnet(...PUBLIC_V6, 'ipv6');
  }

  /** @throws ForbiddenAddress @param secure true if the connection has TLS */
  check(address: string, secure: boolean): void {
    const plain = MAPPED.exec(address)?.[1] ?? address;
    if (this.allowed.has(plain)) return;
    if (!this.isPublic(plain))
      throw new ForbiddenAddress(`the address ${address} is private: see ASSAY_NOTIFY_PRIVATE_NETWORKS`);
    if (!secure) throw new ForbiddenAddress('without TLS only private addresses that are allowed are reached');
  }

  /**
   * Looks a name up for a connection. Every address that it passes on is checked, and the connection is made to one of
   * those: the name is not looked up a second time.
   */
  lookup(secure: boolean): LookupFunction {
    return (hostname, options, callback) => {
      const all: LookupOptions = { ...options, all: true };
      resolve(hostname, all, (error, found) => {
        if (error) return callback(error, []);
        // With `all` there is a list.
        const addresses = found as unknown as LookupAddress[];
        try {
          for (const { address } of addresses) this.check(address, secure);
        } catch (refused) {
          return callback(refused as Error, []);
        }
        const [first] = addresses;
        if (options.all === true) return callback(null, addresses);
        return callback(null, first?.address ?? '', first?.family);
      });
    };
  }

  /** Checks a host that is an address by itself: a connection to one looks nothing up. @throws ForbiddenAddress */
  checkLiteral(hostname: string, secure: boolean): void {
    const address = hostname.replace(/^\[(.*)\]$/, '$1');
    if (isIP(address) !== 0) this.check(address, secure);
  }

  private isPublic(address: string): boolean {
    switch (isIP(address)) {
      case 4:
        return !this.notPublic.check(address, 'ipv4');
      case 6:
        return this.publicV6.check(address, 'ipv6') && !this.notPublic.check(address, 'ipv6');
      default:
        return false;
    }
  }
}
