import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { findListenAddress, listenFailure, urlOf } from './listening.js';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** A port that another program listens on. */
function busyPort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    servers.push(server);
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve(address.port);
    });
  });
}

const failing = (code: string): Error => Object.assign(new Error(code), { code, syscall: 'listen' });

describe('the place to listen at', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.1', '0.0.0.0'],
    ['0.0.0.0', '127.0.0.1'],
    ['0.0.0.0', '0.0.0.0'],
  ])('another program at %s keeps us from %s, and PORT is named', async (other, host) => {
    const port = await busyPort(other);
    await expect(findListenAddress({ host, port })).rejects.toThrow(
      new RegExp(`^port ${port}( of 127.0.0.1)? is in use by another program: .*PORT$`),
    );
  });

  it('a port that was looked at is free again', async () => {
    const port = await busyPort('127.0.0.1');
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    const place = { host: '0.0.0.0', port };
    expect(await findListenAddress(place)).toEqual(place);
    expect(await findListenAddress(place)).toEqual(place);
  });

  it.each(['192.0.2.1', 'no-such-host.invalid'])('HOST %s is no address of this machine', async (host) => {
    await expect(findListenAddress({ host, port: 0 })).rejects.toThrow(
      `HOST is ${host}, which is no address of this machine`,
    );
  });

  it.each(['EAFNOSUPPORT', 'EADDRNOTAVAIL'])('without IPv6 (%s) :: means every address of IPv4', async (code) => {
    const tryOut = ({ host }: { host: string }): Promise<void> =>
      host === '::' ? Promise.reject(failing(code)) : Promise.resolve();
    expect(await findListenAddress({ host: '::', port: 1 }, tryOut)).toEqual({ host: '0.0.0.0', port: 1 });
    await expect(findListenAddress({ host: '::1', port: 1 }, () => Promise.reject(failing(code)))).rejects.toThrow(
      'HOST is ::1',
    );
  });

  it('a port of the system is not for everybody', () => {
    expect(listenFailure(failing('EACCES'), { host: '0.0.0.0', port: 80 })).toMatchObject({
      message: expect.stringMatching(/^port 80 is not for this user: .*PORT/),
    });
  });

  it.each([
    ['0.0.0.0', 'http://localhost:3000'],
    ['::', 'http://localhost:3000'],
    ['127.0.0.1', 'http://127.0.0.1:3000'],
    ['192.168.0.9', 'http://192.168.0.9:3000'],
    ['::1', 'http://[::1]:3000'],
    ['fe80::1%eth0', 'http://[fe80::1%25eth0]:3000'],
  ])('listening at %s is opened as %s', (address, url) => expect(urlOf({ address, port: 3000 })).toBe(url));
});
