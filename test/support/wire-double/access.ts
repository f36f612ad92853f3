/** Who may do what at a double, refused as the real server refuses it. */
import { status, type Metadata } from '@grpc/grpc-js';
import { failure } from './wire.js';

export type Right = 'all' | 'stream' | 'write';

export interface Account {
  readonly username: string;
  readonly password: string;
}

export class Access {
  /** What even the account is denied. */
  readonly denied = new Set<Right>();

  /** @param account the only one that is let in; without it everybody is */
  constructor(public account?: Account) {}

  /** @throws failure where the caller is unknown, or lacks the right */
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
