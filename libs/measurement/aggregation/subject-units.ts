import { personKey } from './waiting.js';

/** A unit, not the subject itself, under which a subject was exposed; `at` is the first time (epoch milliseconds). */
export interface SubjectUnit {
  readonly experiment: string;
  readonly unit: string;
  at: number;
  /** The first time by the telemetry of servers alone; absent if it is the same, null if there was none. */
  atOfServers?: number | null;
}

/** The units, not the subjects themselves, under which subjects were exposed. */
export class SubjectUnits {
  /** Rows to write. */
  readonly changed = new Map<string, { readonly environment: string; readonly person: string } & SubjectUnit>();

  /** @param byPerson by personKey, as read */
  constructor(private readonly byPerson: Map<string, SubjectUnit[]>) {}

  of(environment: string, person: string): readonly SubjectUnit[] {
    return this.byPerson.get(personKey(environment, person)) ?? [];
  }

  find(environment: string, person: string, { experiment, unit }: Omit<SubjectUnit, 'at'>): SubjectUnit | undefined {
    return this.of(environment, person).find((each) => each.experiment === experiment && each.unit === unit);
  }

  /** Records an exposure. True if it is the earliest of this person under this unit. */
  note(environment: string, person: string, { experiment, unit, at }: SubjectUnit): boolean {
    const key = personKey(environment, person);
    const units = this.byPerson.get(key) ?? [];
    this.byPerson.set(key, units);
    let entry = units.find((each) => each.experiment === experiment && each.unit === unit);
    const isEarlier = !entry || at < entry.at;
    if (!entry) units.push((entry = { experiment, unit, at }));
    entry.at = Math.min(entry.at, at);
    if (isEarlier) this.changed.set(`${key} ${experiment} ${unit}`, { environment, person, ...entry });
    return isEarlier;
  }

  /** Merges the person `from` into `to`. */
  move(environment: string, from: string, to: string): void {
    const moved = this.of(environment, from);
    this.byPerson.delete(personKey(environment, from));
    for (const each of moved) this.note(environment, to, each);
  }
}
