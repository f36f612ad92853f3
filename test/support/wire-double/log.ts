/** The double's log of events, with the expected revisions, idempotency and deletions of the real server. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface LoggedEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: bigint;
  /** Commit and prepare positions are equal in every log written over gRPC. */
  readonly position: bigint;
  /** .NET ticks, 100 ns each, since 1970. */
  readonly createdTicks: bigint;
}

export type ExpectedRevision = bigint | 'no_stream' | 'stream_exists' | 'any';

export type AppendOutcome =
  | { readonly kind: 'written'; readonly revision: bigint; readonly position: bigint }
  | { readonly kind: 'conflict'; readonly current: bigint | 'no_stream' }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'too_large'; readonly limit: number };

export const MAX_APPEND_SIZE = 1024 * 1024;
const TOMBSTONE_REVISION = 9223372036854775807n;
const RECORD_OVERHEAD = 100;

interface StreamLimits {
  readonly maxCount: number;
  readonly truncateBefore: bigint;
}

export class Log {
  readonly events: LoggedEvent[] = [];
  readonly #streams = new Map<string, LoggedEvent[]>();
  readonly #tombstoned = new Set<string>();
  readonly #listeners = new Set<(event: LoggedEvent) => void>();
  #end = 500n;

  /** Calls the listener with every event from now on, in log order. The returned function ends that. */
  onAppended(listener: (event: LoggedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Appends the next event of the leader's log. */
  adopt(event: LoggedEvent): void {
    if (event.type === '$streamDeleted') this.#tombstoned.add(event.stream);
    this.#add(event);
  }

  append(stream: string, proposed: readonly ProposedEvent[], expected: ExpectedRevision): AppendOutcome {
    if (this.#tombstoned.has(stream)) return { kind: 'deleted' };
    const size = proposed.reduce((sum, event) => sum + event.data.length + event.metadata.length, 0);
    if (size > MAX_APPEND_SIZE) return { kind: 'too_large', limit: MAX_APPEND_SIZE };
    const repeated = this.#repeatOf(stream, proposed, expected);
    if (repeated) return { kind: 'written', revision: repeated.revision, position: repeated.position };
    const current = this.lastRevision(stream);
    if (!meets(expected, current) && !this.#isRevival(stream, expected)) return { kind: 'conflict', current };
    if (this.isDeleted(stream) && proposed.length > 0) this.#revive(stream);
    const last = proposed.map((event) => this.#write(stream, event)).at(-1);
    const fallback = current === 'no_stream' ? -1n : current;
    return { kind: 'written', revision: last?.revision ?? fallback, position: last?.position ?? this.#end };
  }

  /** A soft delete: it truncates the stream, and a later append continues with the next revision. */
  delete(stream: string, expected: ExpectedRevision): AppendOutcome {
    return this.#remove(stream, expected, () => this.#writeMetadata(stream, { $tb: 'deleted' }));
  }

  /** A hard delete: the name can never be used again. */
  tombstone(stream: string, expected: ExpectedRevision): AppendOutcome {
    return this.#remove(stream, expected, () => {
      this.#tombstoned.add(stream);
      return this.#write(stream, emptyEvent('$streamDeleted'), TOMBSTONE_REVISION);
    });
  }

  isTombstoned(stream: string): boolean {
    return this.#tombstoned.has(stream);
  }

  isDeleted(stream: string): boolean {
    return this.#metadata(stream)['$tb'] === 'deleted';
  }

  lastRevision(stream: string): bigint | 'no_stream' {
    return this.#streams.get(stream)?.at(-1)?.revision ?? 'no_stream';
  }

  /** The visible events of a stream; undefined if it does not exist (any more). */
  visible(stream: string): readonly LoggedEvent[] | undefined {
    const events = this.#streams.get(stream);
    if (!events || this.isDeleted(stream)) return undefined;
    const limits = this.#limits(stream);
    return events.slice(-limits.maxCount).filter((event) => event.revision >= limits.truncateBefore);
  }

  #remove(stream: string, expected: ExpectedRevision, write: () => LoggedEvent): AppendOutcome {
    if (this.#tombstoned.has(stream)) return { kind: 'deleted' };
    const current = this.lastRevision(stream);
    if (!meets(expected, current)) return { kind: 'conflict', current };
    const { revision, position } = write();
    return { kind: 'written', revision, position };
  }

  #repeatOf(stream: string, proposed: readonly ProposedEvent[], expected: ExpectedRevision): LoggedEvent | undefined {
    const events = this.#streams.get(stream) ?? [];
    const first = this.#firstOfRepeat(events, proposed, expected);
    if (first < 0) return undefined;
    const matches = proposed.every((event, offset) => events[first + offset]?.id === event.id);
    return matches ? events[first + proposed.length - 1] : undefined;
  }

  #firstOfRepeat(events: readonly LoggedEvent[], proposed: readonly ProposedEvent[], expected: ExpectedRevision) {
    if (proposed.length === 0) return -1;
    if (expected === 'no_stream') return 0;
    if (typeof expected === 'bigint') return Number(expected) + 1;
    return events.findIndex((event) => event.id === proposed[0]?.id);
  }

  #isRevival(stream: string, expected: ExpectedRevision): boolean {
    return expected === 'no_stream' && this.isDeleted(stream);
  }

  #revive(stream: string): void {
    const next = BigInt(this.#streams.get(stream)?.length ?? 0);
    this.#writeMetadata(stream, { $tb: Number(next) });
  }

  #writeMetadata(stream: string, metadata: object): LoggedEvent {
    const data = new TextEncoder().encode(JSON.stringify(metadata));
    return this.#write(`$$${stream}`, { ...emptyEvent('$metadata'), data });
  }

  #metadata(stream: string): Record<string, unknown> {
    const latest = this.#streams.get(`$$${stream}`)?.at(-1);
    return latest ? (JSON.parse(Buffer.from(latest.data).toString('utf8')) as Record<string, unknown>) : {};
  }

  #limits(stream: string): StreamLimits {
    const { $maxCount, $tb } = this.#metadata(stream);
    return {
      maxCount: typeof $maxCount === 'number' ? $maxCount : Number.MAX_SAFE_INTEGER,
      truncateBefore: typeof $tb === 'number' ? BigInt($tb) : 0n,
    };
  }

  #write(stream: string, proposed: ProposedEvent, fixedRevision?: bigint): LoggedEvent {
    const revision = fixedRevision ?? BigInt(this.#streams.get(stream)?.length ?? 0);
    const createdTicks = BigInt(Date.now()) * 10_000n;
    return this.#add({ ...proposed, stream, revision, position: this.#end, createdTicks });
  }

  #add(event: LoggedEvent): LoggedEvent {
    const { stream, position, data, metadata } = event;
    const events = this.#streams.get(stream) ?? [];
    this.#end = position + BigInt(RECORD_OVERHEAD + stream.length + data.length + metadata.length);
    this.#streams.set(stream, events);
    events.push(event);
    this.events.push(event);
    for (const listener of this.#listeners) listener(event);
    return event;
  }
}

function meets(expected: ExpectedRevision, current: bigint | 'no_stream'): boolean {
  if (expected === 'any') return true;
  if (expected === 'stream_exists') return current !== 'no_stream';
  return expected === current;
}

function emptyEvent(type: string): ProposedEvent {
  const nothing = new Uint8Array();
  return { id: crypto.randomUUID(), type, contentType: 'application/json', data: nothing, metadata: nothing };
}
