import type { Condition, Json } from '../evaluation/index.js';
import type { CommandContext } from '../event-sourcing/command-context.js';
import type { FlagEnvironment } from './flag.js';

/** A pin that a completed experiment left on a flag. */
export interface FlagPin {
  readonly experiment: string;
  readonly experimentKey: string;
  readonly variant: string;
  readonly value: Json;
  readonly kind: 'rollout' | 'rollback';
  readonly since: string;
  /** The experiment's audience; null: everybody. */
  readonly targeting: Condition | null;
}

/** Port for questions of flag commands about experiments, answered from streams. The experiments part answers. */
export abstract class FlagExperiments {
  /** Pins of the flag that have not been ended, newest first. */
  abstract pins(environment: string, flag: FlagEnvironment): Promise<FlagPin[]>;

  /** @throws Refusal `flag_in_use` if the experiment that reserved the flag is live */
  abstract checkFree(flag: string, environment: string, reservedBy: string): Promise<void>;

  /**
   * The experiments on the flag that have not ended and have an arm of this name or value, in words. From memory: one
   * that is drafted in this moment may be missing, and keeps its own value.
   */
  abstract usersOf(flag: string, variant: string, value: Json): Promise<string[]>;

  /**
   * Ensures that the experiment that last reserved the flag neither holds it nor can come to hold it.
   * @param takenFor the new holder, or the reason of the takeover
   * @throws Refusal `flag_in_use`
   */
  abstract takeOver(flag: string, reservedBy: string | null, takenFor: string, context: CommandContext): Promise<void>;
}
