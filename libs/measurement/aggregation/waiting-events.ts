import { personKey, type WaitingEvent } from './waiting.js';

/** The waiting events by person, and their changes. */
export class WaitingEvents {
  /** Events to write, or to delete if `keep` is false; by environment and id. */
  readonly changed = new Map<string, { readonly event: WaitingEvent; readonly keep: boolean }>();

  /** @param byPerson by personKey, as read */
  constructor(private readonly byPerson: Map<string, WaitingEvent[]>) {}

  of(environment: string, person: string): WaitingEvent[] {
    const key = personKey(environment, person);
    let waiting = this.byPerson.get(key);
    if (!waiting) this.byPerson.set(key, (waiting = []));
    return waiting;
  }

  all(): WaitingEvent[] {
    return [...this.byPerson.values()].flat();
  }

  add(event: WaitingEvent): void {
    this.of(event.environment, event.person).push(event);
    this.noteChange(event);
  }

  noteChange(event: WaitingEvent): void {
    this.changed.set(`${event.environment} ${event.id}`, { event, keep: true });
  }

  drop(event: WaitingEvent): void {
    const waiting = this.of(event.environment, event.person);
    waiting.splice(waiting.indexOf(event), 1);
    this.changed.set(`${event.environment} ${event.id}`, { event, keep: false });
  }

  /** The event as it waits now; undefined if it does not. */
  find({ environment, person, id }: Pick<WaitingEvent, 'environment' | 'person' | 'id'>): WaitingEvent | undefined {
    return this.of(environment, person).find((event) => event.id === id);
  }

  /** Merges the person `from` into `to`. */
  move(environment: string, from: string, to: string): void {
    const moved = this.byPerson.get(personKey(environment, from)) ?? [];
    this.byPerson.delete(personKey(environment, from));
    for (const event of moved) {
      event.person = to;
      if (event.decided?.unit === from) event.decided.unit = to;
      this.add(event);
    }
  }
}
