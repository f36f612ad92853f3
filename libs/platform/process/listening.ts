import { createServer, isIPv6, type AddressInfo } from 'node:net';
import { reasonOf, StartFailure, systemCode } from '../start-failure.js';

/** The address of an app; port 0 means any free port. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

const EVERY_ADDRESS = ['0.0.0.0', '::'];
const NO_SUCH_FAMILY = ['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL'];

/**
 * Checks, before the start begins, that the app will be able to listen. @returns the address
 * If the kernel lacks IPv6, `::` means all IPv4 addresses.
 * @throws StartFailure that names PORT or HOST
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

/** Turns a failure to listen into one line that names the setting to change. */
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

/** The URL to open in a browser; localhost if the app listens on all addresses. */
export function urlOf({ address, port }: Pick<AddressInfo, 'address' | 'port'>): string {
  if (EVERY_ADDRESS.includes(address)) return `http://localhost:${port}`;
  // The % of an IPv6 zone is percent-encoded in a URL.
  return `http://${isIPv6(address) ? `[${address.replace('%', '%25')}]` : address}:${port}`;
}
