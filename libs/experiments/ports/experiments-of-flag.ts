import { FlagExperiments, type FlagEnvironment, type FlagPin } from '../../flags/index.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import type { Json } from '../../evaluation/index.js';
import { canonicalJson } from '../../primitives/canonical-json.js';
import type { Experiment } from '../experiment.js';
import type { LiveExperiments } from '../live-experiments.js';
import { loadPins } from '../pins.js';
import { loadHolder, takeOverReservation } from '../starting/reservation.js';

export class ExperimentsOfFlag extends FlagExperiments {
  constructor(
    private readonly runner: CommandRunner,
    private readonly experiments: Pick<LiveExperiments, 'openOn'>,
  ) {
    super();
  }

  override pins(environment: string, flag: FlagEnvironment): Promise<FlagPin[]> {
    return loadPins(this.runner, environment, flag);
  }

  override async checkFree(flag: string, environment: string, reservedBy: string): Promise<void> {
    await loadHolder(this.runner, reservedBy, flag, environment);
  }

  override async usersOf(flag: string, variant: string, value: Json): Promise<string[]> {
    const text = canonicalJson(value);
    const uses = ({ variants }: Experiment): boolean =>
      variants.some((arm) => arm.key === variant || canonicalJson(arm.value) === text);
    const users = (await this.experiments.openOn(flag)).filter(uses);
    return users.map(({ key, status, environment }) => `the experiment ${key} in ${environment} (${status})`);
  }

  override takeOver(flag: string, reservedBy: string | null, takenFor: string, context: CommandContext): Promise<void> {
    return takeOverReservation(this.runner, reservedBy, takenFor, flag, context);
  }
}
