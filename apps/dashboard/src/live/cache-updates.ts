import type { QueryClient } from '@tanstack/react-query';
import { newerOf } from '../experiments/merge.js';
import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { atMostEvery } from './at-most-every.js';

type Experiment = Schemas['Experiment'];
type Rates = Schemas['GuardrailRates'];

const PACE_MS = 1_000;

export const experimentQuery = (id: string) =>
  server.queryOptions('get', '/v1/experiments/{id}', { params: { path: { id } } });
export const ratesQuery = (id: string) =>
  server.queryOptions('get', '/v1/experiments/{id}/guardrails', { params: { path: { id } } });

/** Writes what the stream says into the held answers, and reads the others again, at most once a second. */
export class CacheUpdates {
  private readonly stale = new Set<string>();
  private readonly reading = atMostEvery(PACE_MS, () => this.readAgain());

  constructor(private readonly queries: QueryClient) {}

  /** Connected or reconnected: messages may have been missed before. */
  opened(): void {
    void this.queries.invalidateQueries();
  }

  experiment(incoming: Experiment): void {
    const { queryKey } = experimentQuery(incoming.id);
    this.queries.setQueryData(queryKey, (held: Experiment | undefined) => held && newerOf(held, incoming));
    this.mark('/v1/experiments', '/v1/experiments/{id}/');
  }

  trigger(_: Schemas['Trigger']): void {
    this.mark('/v1/experiments', '/v1/experiments/{id}/');
  }

  rates(incoming: Rates): void {
    const { queryKey } = ratesQuery(incoming.experiment);
    this.queries.setQueryData(queryKey, (held: Rates | undefined) => held && newerReport(held, incoming));
    this.mark('/v1/experiments/{id}/');
  }

  stop(): void {
    this.reading.cancel();
  }

  /** @param paths of the answers that are old now; one that ends with a slash means all below it */
  private mark(...paths: readonly string[]): void {
    for (const path of paths) this.stale.add(path);
    this.reading.request();
  }

  private async readAgain(): Promise<void> {
    const paths = [...this.stale];
    this.stale.clear();
    await this.queries.invalidateQueries({
      predicate: ({ queryKey }) => paths.some((path) => concerns(path, String(queryKey[1]))),
    });
  }
}

const concerns = (path: string, read: string): boolean => (path.endsWith('/') ? read.startsWith(path) : read === path);

function newerReport(held: Rates, incoming: Rates): Rates {
  // Before the first change there is no position.
  return (incoming.position ?? '') < (held.position ?? '') ? held : incoming;
}
