import QuickLRU from 'quick-lru';
import type { Logger } from '../../platform/logging/logger.js';
import { WriteBehind } from '../../platform/write-behind.js';
import { KEPT_REJECTIONS, type RejectionTable, type StoredRejection } from '../read-model/index.js';

const WRITE_EVERY_MS = 5_000;
/** Types that wait to be written. More than that forget the one that was rejected longest ago. */
const MOST_TYPES = 1_000;
/** More than that wait only while the database is away. Further ones are dropped. */
const MOST_UNWRITTEN = 20_000;
/** Anybody can make up types, so fewer rejections of unknown ones wait. */
const MOST_UNWRITTEN_UNKNOWN = 2_000;

/** A rejected event, without anything that it said. */
export interface Rejection {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly code: string;
  /** JSON pointer into the event. */
  readonly pointer: string;
  /** False if there is no such type. */
  readonly isKnown: boolean;
}

/** The last hundred rejections of each event type. They are kept in memory, and written every 5 seconds. */
export class Rejections {
  /** How many came of each environment and type, for their place in its ring. */
  private readonly places = new QuickLRU<string, number>({ maxSize: MOST_TYPES });
  private readonly behind: WriteBehind<StoredRejection>;
  private number = 0;

  constructor(
    private readonly table: Pick<RejectionTable, 'write' | 'of' | 'writer'>,
    logger: Logger,
  ) {
    this.behind = new WriteBehind({
      write: (rejections) => table.write(rejections),
      everyMs: WRITE_EVERY_MS,
      logger,
      failure: 'rejections of events could not be written; it is tried again',
    });
  }

  start(): void {
    this.behind.start();
  }

  stop(): Promise<void> {
    return this.behind.stop();
  }

  /** Writes what is new, after a write that is under way. Without the database it is kept for the next time. */
  write(): Promise<void> {
    return this.behind.write();
  }

  note(environment: string, eventType: string, rejection: Rejection): void {
    const type = `${environment} ${eventType}`;
    const place = this.places.get(type) ?? 0;
    const id = `${type} ${place % KEPT_REJECTIONS}`;
    const { unwritten } = this.behind;
    const most = rejection.isKnown ? MOST_UNWRITTEN : MOST_UNWRITTEN_UNKNOWN;
    if (unwritten.size >= most && !unwritten.has(id)) return;
    this.places.set(type, place + 1);
    this.number += 1;
    const { writer } = this.table;
    const { at, code, pointer, isKnown } = rejection;
    this.behind.set(id, { environment, eventType, writer, number: this.number, at, code, pointer, isKnown });
  }

  /** The newest first, at most a hundred: what all processes have written, and what this one is about to. */
  async of(environment: string, eventType: string): Promise<readonly StoredRejection[]> {
    const isOfType = (each: StoredRejection): boolean =>
      each.environment === environment && each.eventType === eventType;
    // Taken before the read: what is written meanwhile would be in neither.
    const unwritten = [...this.behind.unwritten.values()].filter(isOfType);
    const written = await this.table.of(environment, eventType);
    const byId = new Map([...written, ...unwritten].map((each) => [`${each.writer} ${each.number}`, each]));
    return [...byId.values()].toSorted(newestFirst).slice(0, KEPT_REJECTIONS);
  }
}

const newestFirst = (one: StoredRejection, other: StoredRejection): number =>
  other.at - one.at || other.number - one.number;
