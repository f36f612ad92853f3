import { personKey, type WaitingEvent } from './waiting.js';

/** The events that wait, by the person that they are of, and what became of them. */
export class WaitingEvents {
  /** To be written, or where `keep` is false to be deleted; by environment and id. */
  readonly changed = new Map<string, { readonly event: WaitingEvent; readonly keep: boolean }>();

  /** @param known by personKey, as they were read */
  constructor(private readonly known: Map<string, WaitingEvent[]>) {}

  of(environment: string, person: string): WaitingEvent[] {
    const key = personKey(environment, person);
    let waiting = this.known.get(key);
    if (!waiting) this.known.set(key, (waiting = []));
    return waiting;
  }

  all(): WaitingEvent[] {
    return [...this.known.values()].flat();
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

  /** Two persons are one from now on. */
  move(environment: string, from: string, to: string): void {
    const moved = this.known.get(personKey(environment, from)) ?? [];
    this.known.delete(personKey(environment, from));
    for (const event of moved) {
      event.person = to;
      if (event.decided?.unit === from) event.decided.unit = to;
      this.add(event);
    }
  }
}
