import { personKey } from './waiting.js';

/** That a subject met an experiment under a unit that is not itself, and when first (epoch milliseconds). */
export interface SubjectUnit {
  readonly experiment: string;
  readonly unit: string;
  at: number;
}

/** The units of other names under which subjects met experiments. */
export class SubjectUnits {
  /** To be written. */
  readonly changed = new Map<string, { readonly environment: string; readonly person: string } & SubjectUnit>();

  /** @param known by personKey, as they were read */
  constructor(private readonly known: Map<string, SubjectUnit[]>) {}

  of(environment: string, person: string): readonly SubjectUnit[] {
    return this.known.get(personKey(environment, person)) ?? [];
  }

  /** True when the person had not met this unit as early as that before. */
  note(environment: string, person: string, { experiment, unit, at }: SubjectUnit): boolean {
    const key = personKey(environment, person);
    const units = this.known.get(key) ?? [];
    this.known.set(key, units);
    let known = units.find((each) => each.experiment === experiment && each.unit === unit);
    const isEarlier = !known || at < known.at;
    if (!known) units.push((known = { experiment, unit, at }));
    known.at = Math.min(known.at, at);
    if (isEarlier) this.changed.set(`${key} ${experiment} ${unit}`, { environment, person, ...known });
    return isEarlier;
  }

  /** Two persons are one from now on. */
  move(environment: string, from: string, to: string): void {
    const moved = this.of(environment, from);
    this.known.delete(personKey(environment, from));
    for (const each of moved) this.note(environment, to, each);
  }
}
