import type { StoredEvent } from '../../event-store/index.js';
import { prefixOf, type Aggregate } from '../../event-sourcing/aggregate.js';
import { eventCodec } from '../../event-sourcing/event-codec.js';
import type { DomainEvent } from '../../event-sourcing/decider.js';
import type { LiveFold } from '../live-fold.js';

/** Events on `operations-projections`: requests of operators. */
export type OperationEvent =
  | DomainEvent<'projection_rebuild_requested', { projection: string }>
  | DomainEvent<'parked_replay_requested', { projection: string }>;

const OPERATIONS_CATEGORY = 'operations';
export const OPERATIONS_STREAM = `${OPERATIONS_CATEGORY}-projections`;

export const operationsAggregate: Aggregate<null, OperationEvent> = {
  category: OPERATIONS_CATEGORY,
  codec: eventCodec<OperationEvent>({ projection_rebuild_requested: 1, parked_replay_requested: 1 }),
  initialState: null,
  shared: true,
  evolve: () => null,
};

/** The last request per projection and kind. The supervisor compares it with the last one it carried out. */
export class OperationRequests implements LiveFold {
  readonly prefixes = [prefixOf(operationsAggregate)];
  private readonly rebuilds = new Map<string, number>();
  private readonly replays = new Map<string, number>();

  apply({ type, data, revision }: StoredEvent): void {
    const { projection } = data;
    if (typeof projection !== 'string') return;
    if (type === 'projection_rebuild_requested') this.rebuilds.set(projection, revision);
    if (type === 'parked_replay_requested') this.replays.set(projection, revision);
  }

  /** Revision of the last request to rebuild the projection; -1 if there is none. */
  rebuildOf(projection: string): number {
    return this.rebuilds.get(projection) ?? -1;
  }

  replayOf(projection: string): number {
    return this.replays.get(projection) ?? -1;
  }
}
