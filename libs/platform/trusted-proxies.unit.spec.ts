import { describe, expect, it } from '@jest/globals';
import { parseNetworks, type Networks } from './networks.js';
import { cameByHttps, clientAddressOf, networkOf } from './trusted-proxies.js';

function trusted(text: string): Networks {
  const proxies = parseNetworks(text);
  if (proxies === undefined) throw new Error(`${text} is not a list`);
  return proxies;
}

describe('trusted proxies', () => {
  it.each([
    ['loopback', '127.0.0.1', true],
    ['loopback', '127.9.9.9', true],
    ['loopback', '::1', true],
    // As an address of IPv4 looks to a server that listens at ::
    ['loopback', '::ffff:127.0.0.1', true],
    ['loopback', '10.0.0.1', false],
    ['private', '172.18.0.2', true],
    ['private', '::ffff:192.168.1.1', true],
    ['private', 'fd00::1', true],
    ['private', '172.32.0.1', false],
    ['private', '127.0.0.1', false],
    ['loopback, private', '10.1.2.3', true],
    ['203.0.113.7', '203.0.113.7', true],
    ['203.0.113.7', '203.0.113.8', false],
    ['203.0.113.0/24,2001:db8::/32', '203.0.113.99', true],
    ['203.0.113.0/24,2001:db8::/32', '2001:db8:1::1', true],
    ['203.0.113.0/24,2001:db8::/32', '2001:db9::1', false],
    ['0.0.0.0/0,::/0', '8.8.8.8', true],
    ['none', '127.0.0.1', false],
    ['loopback', undefined, false],
    ['loopback', 'not an address', false],
  ])('%s: is %s one? %s', (list, address, is) => expect(trusted(list).has(address)).toBe(is));

  it.each(['', 'localhost', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0', '::/129', 'fe80::1%eth0', 'a,,b'])(
    '%j is no list of them',
    (text) => expect(parseNetworks(text)).toBeUndefined(),
  );
  it.each(['none,loopback', 'loopback,', '*', 'true', '1', 'constructor'])('%j is none either', (text) =>
    expect(parseNetworks(text)).toBeUndefined(),
  );
});

describe('a request that came by HTTPS', () => {
  it.each([
    ['https', '127.0.0.1', true],
    ['HTTPS', '127.0.0.1', true],
    [' https ', '127.0.0.1', true],
    // The first proxy spoke to the browser, the last one to us.
    ['https, http', '127.0.0.1', true],
    ['http, https', '127.0.0.1', false],
    ['http', '127.0.0.1', false],
    ['', '127.0.0.1', false],
    [undefined, '127.0.0.1', false],
    ['https', '203.0.113.7', false],
    ['https', undefined, false],
  ])('x-forwarded-proto %j from %s: %s', (header, remoteAddress, is) => {
    const request = { socket: { remoteAddress }, headers: { 'x-forwarded-proto': header } };
    expect(cameByHttps(request, trusted('loopback'))).toBe(is);
  });
});

describe('where a request comes from', () => {
  const proxies = parseNetworks('10.0.0.0/8');
  if (!proxies) throw new Error('these are proxies');
  const from = (remoteAddress: string, forwarded?: string) => ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  });

  it.each([
    ['203.0.113.1', undefined, '203.0.113.1'],
    ['203.0.113.1', '198.51.100.1', '203.0.113.1'],
    ['10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['10.0.0.1', '192.0.2.9, 198.51.100.1', '198.51.100.1'],
    ['10.0.0.1', '198.51.100.1, 10.0.0.2', '198.51.100.1'],
    ['10.0.0.1', 'nonsense, 198.51.100.1', '198.51.100.1'],
    ['10.0.0.1', '10.0.0.3', '10.0.0.3'],
  ])('from %s with X-Forwarded-For %s is %s', (remote, forwarded, expected) =>
    expect(clientAddressOf(from(remote, forwarded), proxies)).toBe(expected),
  );

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('counts %s as %s', (address, network) => expect(networkOf(address)).toBe(network));
});
