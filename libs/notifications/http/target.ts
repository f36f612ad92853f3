import { ForbiddenAddress, type AddressGuard } from '../sending/address-guard.js';
import { invalid } from '../../primitives/refusal.js';

/** The address of a destination, as a request gives it: a URL of HTTPS, or of HTTP in an allowed private network. */
export function targetOf(text: string, guard: AddressGuard): URL {
  if (!URL.canParse(text)) throw refused('invalid_url', 'must be an address such as https://hooks.example.org/assay');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refused('invalid_url', 'must begin with https://, or http:// in an allowed private network');
  if (url.username !== '' || url.password !== '') throw refused('invalid_url', 'must have no user and password');
  try {
    guard.checkLiteral(url.hostname, url.protocol === 'https:');
  } catch (error) {
    if (error instanceof ForbiddenAddress) throw refused('forbidden_address', error.message);
    throw error;
  }
  return url;
}

const refused = (code: string, message: string) => invalid(code, message, '/url');
