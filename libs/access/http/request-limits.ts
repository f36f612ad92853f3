import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { senderOf } from '../../platform/trusted-proxies.js';
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

/** Limits how much senders can ask: each key, and of a client key, which is no secret, each address and subject. */
export class RequestLimits {
  private readonly keys: RateLimiter;
  private readonly addresses: RateLimiter;
  private readonly subjects: RateLimiter;

  constructor(
    { rateLimit, clientLimits: { perAddress, perSubject } }: Pick<Config, 'rateLimit' | 'clientLimits'>,
    private readonly proxies: Config['trustedProxies'],
  ) {
    this.keys = new RateLimiter(rateLimit);
    this.addresses = new RateLimiter(perAddress, 'with client keys, this address');
    this.subjects = new RateLimiter(perSubject, 'with client keys, this subject from one address');
  }

  /** Counts a request. @throws Problem 429; for a client key also 403 `origin_not_allowed` */
  take({ client, credential }: Pick<Principal, 'client' | 'credential'>, arrival: Arrival): void {
    if (client === null) this.keys.take(credential.id);
    else this.takeOfClient(client, arrival);
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
    const address = senderOf(arrival, this.proxies);
    // Subjects can be long, so their hashes are kept.
    this.subjects.take(hash('sha256', JSON.stringify([environment, address, subject]), 'base64url'));
  }

  /** All clients share the key, so no limit of the key is counted: one of them could use it up for the others. */
  private takeOfClient(client: ClientKey, arrival: Arrival): void {
    if (!isFrom(client, arrival.headers.origin)) {
      throw new Problem(403, 'origin_not_allowed', 'pages of this origin may not use this key: an admin can allow it');
    }
    this.addresses.take(senderOf(arrival, this.proxies));
  }
}
