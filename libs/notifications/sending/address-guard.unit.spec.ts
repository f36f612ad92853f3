import { describe, expect, it } from '@jest/globals';
import { NO_NETWORKS, parseNetworks } from '../../platform/networks.js';
import { AddressGuard, ForbiddenAddress } from './address-guard.js';

const strict = new AddressGuard(NO_NETWORKS);
const lenient = new AddressGuard(parseNetworks('loopback,10.1.0.0/16,fd00::/8') ?? NO_NETWORKS);

describe('the guard of addresses', () => {
  it.each([
    ...['127.0.0.1', '127.1.2.3', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    // Metadata of clouds.
    ...['169.254.169.254', '100.100.100.200', 'fd00:ec2::254'],
    ...['100.64.0.1', '192.0.0.1', '198.18.0.1', '203.0.113.9', '224.0.0.1', '255.255.255.255'],
    ...['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fdff::1', 'ff02::1', '2001:db8::1', '2002:7f00:1::1'],
    ...['::ffff:127.0.0.1', '::ffff:7f00:1', '::FFFF:10.0.0.1', '64:ff9b::7f00:1', '::127.0.0.1', '2001::1'],
    ...['nonsense', ''],
  ])('refuses %s', (address) => expect(() => strict.check(address, true)).toThrow(ForbiddenAddress));

  it.each(['8.8.8.8', '172.32.0.1', '192.167.1.1', '2001:4860:4860::8888', '2606:4700::1111', '::ffff:8.8.8.8'])(
    'takes %s with TLS, and not without',
    (address) => {
      expect(() => strict.check(address, true)).not.toThrow();
      expect(() => strict.check(address, false)).toThrow(/without TLS/);
    },
  );

  it('takes the private ones that the configuration allows, also without TLS', () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.1.2.3', 'fd12::1'])
      expect(() => lenient.check(address, false)).not.toThrow();
    for (const address of ['10.2.0.1', '169.254.169.254', 'fe80::1'])
      expect(() => lenient.check(address, true)).toThrow(ForbiddenAddress);
  });

  it('looks names up for the connection and passes on only what it checked', async () => {
    const found = (guard: AddressGuard, all: boolean): Promise<unknown> =>
      new Promise((resolve) =>
        guard.lookup(false)('localhost', { all }, (error, address) => resolve(error ?? address)),
      );
    expect(await found(strict, true)).toBeInstanceOf(ForbiddenAddress);
    expect(await found(strict, false)).toBeInstanceOf(ForbiddenAddress);
    expect(await found(lenient, false)).toMatch(/^(127\.|::1)/);
    expect(await found(lenient, true)).toEqual(
      expect.arrayContaining([expect.objectContaining({ address: expect.stringMatching(/^(127\.|::1)/) })]),
    );
  });

  it('checks hosts that are addresses', () => {
    expect(() => strict.checkLiteral('[::1]', true)).toThrow(ForbiddenAddress);
    expect(() => strict.checkLiteral('127.0.0.1', true)).toThrow(ForbiddenAddress);
    expect(() => strict.checkLiteral('hooks.example.org', true)).not.toThrow();
    // As the URL parser writes them.
    for (const url of ['http://2130706433/', 'http://0x7f.1/', 'http://[::ffff:127.0.0.1]/', 'http://127.1/'])
      expect(() => strict.checkLiteral(new URL(url).hostname, true)).toThrow(ForbiddenAddress);
  });
});
