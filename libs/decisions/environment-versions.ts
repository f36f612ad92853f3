import type { StoredEvent } from '../event-store/index.js';
import type { LiveFold } from '../projections/index.js';

/** Streams whose events change decisions. */
export const DECISION_PREFIXES = [
  'flag-',
  'flag_environment-',
  'experiment-',
  'group-',
  'override-',
  'holdout-',
  'conflict_domain-',
  'participation_limit-',
];

const TELL_AFTER_MS = 10;

/**
 * How far the log has been heard of what an environment's decisions are made from: the same in every replica that has
 * heard as much. Tells listeners, a little later and once for several changes, when all have taken them in.
 */
export class EnvironmentVersions implements LiveFold {
  readonly prefixes = DECISION_PREFIXES;
  private shared = '';
  private readonly own = new Map<string, string>();
  /** What was added that the log does not tell of: filters of frozen enrolments. */
  private readonly additions = new Map<string, number>();
  /** Versions as they are asked for: one text, made once, with each evaluation of all flags. */
  private readonly known = new Map<string, string>();
  /** The version of what was saved, while that stands in for the log. */
  private saved: string | undefined;
  private readonly listeners = new Set<(environment: string | null) => void>();
  /** Environments to tell of; null stands for all. */
  private readonly untold = new Set<string | null>();
  private timer: NodeJS.Timeout | undefined;

  apply({ metadata, position }: StoredEvent): void {
    const environment = typeof metadata['environment'] === 'string' ? metadata['environment'] : null;
    if (environment === null) this.shared = position;
    else this.own.set(environment, position);
    this.changed(environment);
  }

  /** Something besides the log has changed what the environment decides. */
  added(environment: string): void {
    this.additions.set(environment, (this.additions.get(environment) ?? 0) + 1);
    this.changed(environment);
  }

  /** What was saved stands in for the log, under this version; undefined: the log speaks for itself again. */
  standIn(version: string | undefined): void {
    this.saved = version;
    this.changed(null);
  }

  of(environment: string): string {
    if (this.saved !== undefined) return this.saved;
    let version = this.known.get(environment);
    if (version === undefined) {
      version = `${this.shared} ${this.own.get(environment) ?? ''} ${this.additions.get(environment) ?? 0}`;
      this.known.set(environment, version);
    }
    return version;
  }

  /** @param listener told which environment has changed, null for all */
  onChange(listener: (environment: string | null) => void): void {
    this.listeners.add(listener);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.listeners.clear();
  }

  /** Listeners hear of it soon. */
  private changed(environment: string | null): void {
    this.known.clear();
    if (this.listeners.size === 0) return;
    this.untold.add(environment);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const told = this.untold.has(null) ? [null] : [...this.untold];
      this.untold.clear();
      for (const each of told) for (const listener of this.listeners) listener(each);
    }, TELL_AFTER_MS);
  }
}
