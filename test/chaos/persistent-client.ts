import { randomUUID } from 'node:crypto';
import { Client, type Answer } from '../support/client.js';
import { until } from '../support/until.js';
import type { Victim } from './victim.js';

const PATIENCE_MS = 120_000;

/** A client as a client should be: it sends the very same request, under one Idempotency-Key, until it is answered. */
export class PersistentClient extends Client {
  constructor(
    private readonly victim: Victim,
    key: string,
  ) {
    super('', key);
  }

  override as(key: string): PersistentClient {
    return new PersistentClient(this.victim, key);
  }

  override at(): PersistentClient {
    return this;
  }

  override send(
    method: string,
    path: string,
    body: string | Uint8Array<ArrayBuffer> | undefined,
    headers: Record<string, string>,
  ): Promise<Answer> {
    const sent = { ...(method !== 'GET' && { 'idempotency-key': randomUUID() }), ...headers };
    return until(
      `an answer to ${method} ${path}`,
      async () => {
        const { url } = await this.victim.serving();
        const answer = await new Client(url, this.key).send(method, path, body, sent).catch(() => undefined);
        if (answer && answer.status !== 503) return answer;
        this.victim.unanswered += 1;
        return undefined;
      },
      PATIENCE_MS,
    );
  }
}
