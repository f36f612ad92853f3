import { randomUUID } from 'node:crypto';
import type { TestApp } from '../support/apps.js';
import { Client, type Answer } from '../support/client.js';
import { until } from '../support/until.js';
import { createWorld, type World } from '../support/world.js';

const PATIENCE_MS = 120_000;

/** The app under attack: the instance that serves now, and the number of requests without an answer. */
export interface Sufferer {
  serving(): Promise<TestApp>;
  /** Requests whose connection was lost, or that were told to retry. */
  unanswered: number;
}

/** An ideal client: it retries the same request with one Idempotency-Key until it gets an answer. */
export class PersistentClient extends Client {
  constructor(
    private readonly victim: Sufferer,
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

/** A world created while nothing fails, because the secret of a new key is answered only once. */
export async function persistentWorld(victim: Sufferer, adminKey: string): Promise<World> {
  const { url } = await victim.serving();
  const world = await createWorld({ command: url, ingest: url, query: url }, adminKey);
  const persistent = ({ key }: { readonly key: string }): PersistentClient => new PersistentClient(victim, key);
  const { admin, owner, approver, product } = world;
  return {
    ...world,
    admin: persistent(admin),
    owner: persistent(owner),
    approver: persistent(approver),
    product: persistent(product),
  };
}
