import { createServer, isIPv6, type AddressInfo } from 'node:net';
import { reasonOf, StartFailure, systemCode } from '../start-failure.js';

/** Where an app listens; port 0 takes a free one. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

const EVERY_ADDRESS = ['0.0.0.0', '::'];
const NO_SUCH_FAMILY = ['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL'];

/**
 * Makes sure, before anything else is begun, that the app will be able to listen; answers where.
 * Without IPv6 in the kernel, `::` means every address of IPv4.
 * @throws StartFailure naming PORT or HOST
 */
export async function findListenAddress(wanted: ListenAddress, attempt = tryOut): Promise<ListenAddress> {
  try {
    await attempt(wanted);
    return wanted;
  } catch (error) {
    if (wanted.host === '::' && NO_SUCH_FAMILY.includes(systemCode(error) ?? '')) {
      return findListenAddress({ ...wanted, host: '0.0.0.0' }, attempt);
    }
    throw listenFailure(error, wanted);
  }
}

function tryOut({ host, port }: ListenAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()));
  });
}

/** Why it cannot listen there, in a line that names what to change. */
export function listenFailure(error: unknown, { host, port }: ListenAddress): unknown {
  const at = EVERY_ADDRESS.includes(host) ? `port ${port}` : `port ${port} of ${host}`;
  switch (systemCode(error)) {
    case 'EADDRINUSE':
      return new StartFailure(`${at} is in use by another program: end that, or choose another port with PORT`, error);
    case 'EACCES':
    case 'EPERM':
      return new StartFailure(`${at} is not for this user: choose another with PORT, 1024 or above`, error);
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'EINVAL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartFailure(`HOST is ${host}, which is no address of this machine (${reasonOf(error)})`, error);
    default:
      return error;
  }
}

/** What to open in a browser. Every address includes localhost. */
export function urlOf({ address, port }: Pick<AddressInfo, 'address' | 'port'>): string {
  if (EVERY_ADDRESS.includes(address)) return `http://localhost:${port}`;
  // The zone's sign is written in code within a URL.
  return `http://${isIPv6(address) ? `[${address.replace('%', '%25')}]` : address}:${port}`;
}
