import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { clientAddressOf, networkOf } from '../../platform/trusted-proxies.js';
import type { Config } from '../../platform/config.js';
import { Problem } from '../../platform/problem.js';
import { isFrom, type ClientKey } from '../api-key.js';
import type { Principal } from '../principal.js';
import { RateLimiter } from '../rate-limiter.js';

/** Where a request came from. */
export interface Arrival {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/** Limits what anybody can do with a client key, which is no secret. */
export class ClientRequests {
  private readonly addresses: RateLimiter;
  private readonly subjects: RateLimiter;

  constructor(
    { perAddress, perSubject }: Config['clientLimits'],
    private readonly proxies: Config['trustedProxies'],
  ) {
    this.addresses = new RateLimiter(perAddress, 'with client keys, this address');
    this.subjects = new RateLimiter(perSubject, 'with client keys, this subject from one address');
  }

  /**
   * Counts a request for its address. All clients share the key, so no limit of the key is counted: one of them could
   * use it up for the others.
   * @throws Problem 403 `origin_not_allowed`, 429
   */
  admit(client: ClientKey, arrival: Arrival): void {
    if (!isFrom(client, arrival.headers.origin)) {
      throw new Problem(403, 'origin_not_allowed', 'pages of this origin may not use this key: an admin can allow it');
    }
    this.addresses.take(networkOf(clientAddressOf(arrival, this.proxies)));
  }

  /**
   * Counts a request for a subject, if a client key sent it: by its address, so that nobody can use up what a subject
   * may do from elsewhere.
   * @throws Problem 429
   */
  takeSubject(
    { client, environment }: Pick<Principal, 'client' | 'environment'>,
    subject: string | undefined,
    arrival: Arrival,
  ): void {
    if (client === null || subject === undefined) return;
    const address = networkOf(clientAddressOf(arrival, this.proxies));
    // Subjects can be long, so their hashes are kept.
    this.subjects.take(hash('sha256', JSON.stringify([environment, address, subject]), 'base64url'));
  }
}
