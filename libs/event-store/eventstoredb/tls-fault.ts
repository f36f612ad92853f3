/** Finds out whether TLS is the reason for a failed connection: the client only says 'unavailable'. */
import { connect as connectHttp2 } from 'node:http2';
import { isIP } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { EventStoreMisconfigured } from '../errors.js';
import { within } from '../patience.js';
import type { ConnectionSettings, Endpoint } from './connection-string.js';
import { readTlsFiles, type TlsFiles } from './tls-files.js';

const PROBE_MS = 1_000;

type Spoken = { readonly tls: true; readonly distrust: string | undefined } | { readonly tls: false };

/** The error to fix; undefined if the settings work with one of the servers, or if no server answers. */
export async function tlsFault(settings: ConnectionSettings): Promise<EventStoreMisconfigured | undefined> {
  const files = readTlsFiles(settings);
  const faults = await Promise.all(settings.endpoints.map((endpoint) => faultAt(endpoint, settings.tls, files)));
  if (faults.includes('none')) return undefined;
  const [fault] = faults.filter((found) => found !== undefined);
  return fault === undefined ? undefined : new EventStoreMisconfigured(`EVENTSTORE_URL: ${fault}`);
}

async function faultAt(endpoint: Endpoint, wantsTls: boolean, files: TlsFiles): Promise<string | undefined> {
  const spoken = await spokenBy(endpoint, files);
  const server = `the server at ${endpoint.address}:${endpoint.port}`;
  if (!spoken) return undefined;
  if (!spoken.tls)
    return wantsTls ? `${server} speaks no TLS; add tls=false to its options, or set TLS up there` : 'none';
  if (!wantsTls) return `${server} speaks TLS; leave tls=false out of its options`;
  if (spoken.distrust === undefined) return 'none';
  return `${server} has a certificate that is not trusted (${spoken.distrust}); ${remedyOf(spoken.distrust)}`;
}

function remedyOf(distrust: string): string {
  if (distrust === 'CERT_HAS_EXPIRED' || distrust === 'CERT_NOT_YET_VALID') return 'renew it, or set the clock';
  if (distrust === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'use a host name that it was issued for';
  return 'name its CA with tlsCAFile=/path/to/ca.crt in the options';
}

/** Tries TLS first, because a TLS server can also answer plain HTTP/2 (with an error). */
async function spokenBy(endpoint: Endpoint, files: TlsFiles): Promise<Spoken | undefined> {
  try {
    return { tls: true, distrust: await tryTls(endpoint, files) };
  } catch {
    return (await speaksPlainHttp2(endpoint)) ? { tls: false } : undefined;
  }
}

/** The reason why the certificate is not trusted; undefined if it is. @throws if the TLS handshake fails */
async function tryTls({ address, port }: Endpoint, files: TlsFiles): Promise<string | undefined> {
  const host = address.replace(/^\[|\]$/g, '');
  let socket: TLSSocket | undefined;
  const handshake = new Promise<string | undefined>((resolve, reject) => {
    const opened = connectTls({
      ...files,
      host,
      port,
      ALPNProtocols: ['h2'],
      // Safe, because nothing is sent. The result of the certificate's check is read below.
      rejectUnauthorized: false,
      ...(isIP(host) === 0 && { servername: host }),
    });
    socket = opened;
    opened.on('error', reject);
    opened.on('close', () => reject(new Error('closed')));
    opened.on('secureConnect', () => {
      const { authorized, authorizationError: error } = opened;
      resolve(authorized ? undefined : String((error as { code?: string } | undefined)?.code ?? error));
    });
  });
  try {
    return await within(handshake, PROBE_MS, () => new Error('no answer'));
  } finally {
    socket?.destroy();
  }
}

async function speaksPlainHttp2({ address, port }: Endpoint): Promise<boolean> {
  const session = connectHttp2(`http://${address}:${port}`);
  const settled = new Promise<boolean>((resolve) => {
    session.on('remoteSettings', () => resolve(true));
    session.on('error', () => resolve(false));
    session.on('close', () => resolve(false));
  });
  try {
    return await within(settled, PROBE_MS, () => new Error('no answer')).catch(() => false);
  } finally {
    session.destroy();
  }
}
