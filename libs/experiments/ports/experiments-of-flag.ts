import { FlagExperiments, type FlagEnvironment, type FlagPin } from '../../flags/index.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import { loadPins } from '../pins.js';
import { loadHolder, takeOverReservation } from '../starting/reservation.js';

export class ExperimentsOfFlag extends FlagExperiments {
  constructor(private readonly runner: CommandRunner) {
    super();
  }

  override pins(environment: string, flag: FlagEnvironment): Promise<FlagPin[]> {
    return loadPins(this.runner, environment, flag);
  }

  override async checkFree(flag: string, environment: string, reservedBy: string): Promise<void> {
    await loadHolder(this.runner, reservedBy, flag, environment);
  }

  override takeOver(flag: string, reservedBy: string | null, takenFor: string, context: CommandContext): Promise<void> {
    return takeOverReservation(this.runner, reservedBy, takenFor, flag, context);
  }
}
