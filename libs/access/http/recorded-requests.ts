import type { FastifyRequest } from 'fastify';
import type { Config } from '../../platform/config.js';
import type { RequestListener } from '../../platform/http/request-listeners.js';
import type { Format } from '../../platform/http/returns.js';
import type { Problem } from '../../platform/problem.js';
import { senderOf } from '../../platform/trusted-proxies.js';
import type { AccessRecords } from '../access-records.js';
import type { AuthenticatedRequest } from './guard.js';

/** Refusals that say something of the sender: no right, or against the rules. Others are slips. */
const TOLD: readonly number[] = [403, 409];
const LONGEST_ROUTE = 200;
const ANYWHERE = 'anywhere';

/** Tells the audit which commands were refused to whom, and who exported what. */
export class RecordedRequests implements RequestListener {
  constructor(
    private readonly records: AccessRecords,
    private readonly config: Pick<Config, 'trustedProxies'>,
  ) {}

  refused(request: AuthenticatedRequest, { status, code }: Problem): void {
    const { sender, isCommand } = request;
    if (!sender || isCommand !== true || !TOLD.includes(status)) return;
    const command = { method: request.method, route: routeOf(request), status, code };
    // Anybody can use a client key from anywhere: its refusals count together.
    this.records.refused(sender, sender.client === null ? this.addressOf(request) : ANYWHERE, command);
  }

  async exported(request: AuthenticatedRequest, format: Format): Promise<void> {
    const { sender } = request;
    if (!sender) return;
    const parameters = Object.keys(request.query as object).filter((name) => name !== 'format');
    const what = { address: this.addressOf(request), route: routeOf(request), format, parameters };
    await this.records.exported(sender, what);
  }

  private addressOf(request: FastifyRequest): string {
    return senderOf(request.raw, this.config.trustedProxies);
  }
}

/** Without the ids in it, so that there are few. */
const routeOf = (request: FastifyRequest): string => (request.routeOptions.url ?? 'none').slice(0, LONGEST_ROUTE);
