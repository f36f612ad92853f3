/** The access rights at a double, with the refusals of the real server. */
import { status, type Metadata } from '@grpc/grpc-js';
import { failure } from './wire.js';

export type Right = 'all' | 'stream' | 'write';

export interface Account {
  readonly username: string;
  readonly password: string;
}

export class Access {
  /** Rights that even the account is denied. */
  readonly denied = new Set<Right>();

  /** @param account the only one that is admitted; without it every caller is */
  constructor(public account?: Account) {}

  /** @throws failure if the caller is unknown, or lacks the right */
  check(metadata: Metadata, right: Right): void {
    const [given] = metadata.get('authorization').map(String);
    if (this.account && given !== undefined && given !== basic(this.account))
      throw failure(status.UNAUTHENTICATED, 'Bad HTTP status code: 401');
    if ((this.account && given === undefined) || this.denied.has(right))
      throw failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
  }
}

const basic = ({ username, password }: Account): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
