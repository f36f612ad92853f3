import type { Condition, Json } from '../evaluation/index.js';
import type { CommandContext } from '../event-sourcing/command-context.js';
import type { FlagEnvironment } from './flag.js';

/** What a completed experiment left on a flag. */
export interface FlagPin {
  readonly experiment: string;
  readonly experimentKey: string;
  readonly variant: string;
  readonly value: Json;
  readonly kind: 'rollout' | 'rollback';
  readonly since: string;
  /** Whom it is for: the experiment's audience; null: everybody. */
  readonly targeting: Condition | null;
}

/** Port: what commands on a flag ask about its experiments, all of it from streams. The experiments part answers. */
export abstract class FlagExperiments {
  /** What completed experiments left on the flag and nobody has ended, newest first. */
  abstract pins(environment: string, flag: FlagEnvironment): Promise<FlagPin[]>;

  /** @throws Refusal `flag_in_use` where the experiment that reserved the flag is live */
  abstract checkFree(flag: string, environment: string, reservedBy: string): Promise<void>;

  /**
   * Makes sure that the experiment that reserved the flag last neither holds it nor can come to hold it.
   * @param takenFor what takes the flag over
   * @throws Refusal `flag_in_use`
   */
  abstract takeOver(flag: string, reservedBy: string | null, takenFor: string, context: CommandContext): Promise<void>;
}
