import type { EventStore } from '../../event-store/index.js';
import { parsePosition } from '../../event-store/index.js';
import type { Clock } from '../../platform/clock.js';
import { wrong } from '../../platform/http/query.js';
import type { Problem } from '../../platform/problem.js';
import type { Reading } from '../../platform/reading.js';
import { parseTime, TIME_MESSAGE } from '../../primitives/time.js';
import type { ManagementReadModel } from '../read-models.js';
import { placeOf, type Place } from './log-instants.js';
import { StateAsOf, stateAt, type PastState } from './state-as-of.js';

/** How a caller is told of a time that is none to travel to. */
export type Refuse = (code: 'invalid_value' | 'in_the_future' | 'before_the_log', detail: string) => Problem;

/** The problem of `?at=`: two of its codes are those of results. */
export const refuseInQuery: Refuse = (code, detail) =>
  wrong('at', code === 'invalid_value' ? code : 'out_of_range', code === 'invalid_value' ? `at ${detail}` : detail);

/** Finds the state of the management read model at an instant, by the index from time to position. */
export class TimeTravel {
  constructor(
    private readonly model: Pick<ManagementReadModel, 'current'>,
    private readonly store: Pick<EventStore, 'head'>,
    private readonly clock: Clock,
  ) {}

  /** @param at as `?at=` gave it; undefined: now. @throws Problem 400 that names it, 503 */
  async to(at: string | undefined, reading: Reading): Promise<StateAsOf> {
    if (at === undefined) return new StateAsOf(await this.model.current(reading), null);
    return this.toInstant(this.instantIn(at, refuseInQuery), reading, refuseInQuery);
  }

  /** Epoch milliseconds. @throws Problem for a text that is no time, and for a time in the future */
  instantIn(at: string, refuse: Refuse): number {
    const instant = parseTime(at);
    if (Number.isNaN(instant)) throw refuse('invalid_value', TIME_MESSAGE);
    if (instant > this.clock.now().getTime()) throw refuse('in_the_future', 'at must not be in the future');
    return instant;
  }

  /** @param instant epoch milliseconds, not in the future. @throws Problem if nothing had been recorded by then, 503 */
  async toInstant(instant: number, reading: Reading, refuse: Refuse): Promise<PastState> {
    let source = await this.model.current(reading);
    let place = await placeOf(source, instant);
    if (!isOver(place, instant)) {
      // What the log has and the read model lacks may belong to the instant.
      const head = await this.store.head();
      source = await this.model.current({ ...reading, minPosition: head });
      place = await placeOf(source, instant);
    }
    const { position, first } = place;
    if (position === null) {
      const begin = first === null ? '' : `, ${new Date(first).toISOString()}`;
      throw refuse('before_the_log', `at must not be before the first event${begin}`);
    }
    reading.isAsOf(position);
    return stateAt(source, { at: instant, position: parsePosition(position) });
  }
}

/** True if an event after the instant is known: then no further one belongs to it. */
const isOver = ({ last }: Place, instant: number): boolean => last !== null && last > instant;
