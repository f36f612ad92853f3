import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.js';
import { until } from './until.js';

/** What a client hears of an echo behind the proxy. */
interface Heard {
  readonly socket: Socket;
  text: string;
  end: 'open' | 'ended' | 'closed' | 'failed';
}

describe('the proxy that misbehaves', () => {
  let echo: Server;
  let proxy: TcpProxy;
  let clients: Heard[];

  beforeEach(async () => {
    clients = [];
    echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
    await once(echo, 'listening');
    proxy = await startTcpProxy({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port });
  });

  afterEach(async () => {
    for (const { socket } of clients) socket.destroy();
    await proxy.stop();
    await new Promise((resolve) => echo.close(resolve));
  });

  function client(): Heard {
    const socket = connect({ host: '127.0.0.1', port: proxy.port, allowHalfOpen: true });
    const heard: Heard = { socket, text: '', end: 'open' };
    socket.on('data', (bytes: Buffer) => (heard.text += bytes.toString()));
    socket.on('end', () => (heard.end = 'ended'));
    socket.on('error', () => (heard.end = 'failed'));
    socket.on('close', (failed) => (heard.end = failed ? 'failed' : 'closed'));
    clients.push(heard);
    return heard;
  }

  async function connected(): Promise<Heard> {
    const heard = client();
    heard.socket.write('hello');
    await until('the echo', () => heard.text === 'hello');
    return heard;
  }

  it('passes bytes and ends both ways', async () => {
    const heard = await connected();
    heard.socket.end(' and goodbye');
    await until('the end', () => heard.end !== 'open');
    expect(heard.text).toBe('hello and goodbye');
    await until('no connection', () => proxy.connections === 0);
  });

  it('cuts and resets what is open, and takes new connections', async () => {
    const cut = await connected();
    proxy.cut();
    await until('the cut', () => cut.end !== 'open');
    const reset = await connected();
    proxy.reset();
    await until('the reset', () => reset.end === 'failed');
    await connected();
  });

  it('refuses new connections while it is told to, and leaves open ones alone', async () => {
    const before = await connected();
    proxy.refuse(true);
    const refused = client();
    await until('a refusal', () => refused.end === 'failed');
    before.socket.write(' again');
    await until('the echo', () => before.text === 'hello again');
    proxy.refuse(false);
    await connected();
  });

  it('stalls: what is sent meanwhile arrives afterwards', async () => {
    const before = await connected();
    proxy.stall(true);
    before.socket.write(' later');
    const during = client();
    during.socket.write('hello');
    await once(during.socket, 'connect');
    await until('both connections', () => proxy.connections === 2);
    expect([before.text, during.text]).toEqual(['hello', '']);
    proxy.stall(false);
    await until('what was held back', () => before.text === 'hello later' && during.text === 'hello');
  });

  it('closes half a connection', async () => {
    const heard = await connected();
    proxy.halfClose();
    await until('the end', () => heard.end === 'ended');
    expect(heard.socket.writable).toBe(true);
    expect(proxy.connections).toBe(1);
  });
});
