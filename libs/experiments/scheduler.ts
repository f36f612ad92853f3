import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandBus } from '@nestjs/cqrs';
import type { Clock } from '../platform/clock.js';
import { systemContext } from '../event-sourcing/command-context.js';
import { derivedId } from '../platform/ids.js';
import type { Logger } from '../platform/logging/logger.js';
import { Refusal } from '../primitives/refusal.js';
import { StartExperiment } from './commands/start-experiment.js';
import { StopBySchedule } from './commands/action-commands.js';
import type { DueSchedule } from './read-model/due-schedules.js';

const LOOK_EVERY_MS = 500;

/**
 * Starts and stops experiments at their scheduled times. It remembers nothing: it polls for due schedules. Each
 * command's id follows from experiment, action and time, so repeating the command is idempotent. A refused start, for
 * example on a taken flag, is tried again.
 */
export class Scheduler {
  private heard: (schedule: DueSchedule, reason: string) => void = () => undefined;

  constructor(
    private readonly commands: Pick<CommandBus, 'execute'>,
    private readonly due: (now: Date) => Promise<readonly DueSchedule[]>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** @param heard called at every refusal: the same one comes again until it ends */
  onRefused(heard: (schedule: DueSchedule, reason: string) => void): void {
    this.heard = heard;
  }

  /** Polls until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.look();
      } catch (error) {
        this.logger.debug({ err: error }, 'cannot read due schedules; retrying');
      }
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Executes the commands that are due now. */
  async look(): Promise<void> {
    const refused: DueSchedule[] = [];
    for (const schedule of await this.due(this.clock.now())) {
      try {
        await this.act(schedule, refused);
      } catch (error) {
        if (schedule.action === 'start') refused.push(schedule);
        if (error instanceof Refusal) this.heard(schedule, error.message);
        const level = error instanceof Refusal ? 'debug' : 'warn';
        this.logger[level]({ err: error, ...schedule }, 'a scheduled start or stop failed; retrying');
      }
    }
  }

  private async act(schedule: DueSchedule, refused: readonly DueSchedule[]): Promise<void> {
    const { id, environment, action, time } = schedule;
    const commandId = derivedId('schedule', id, action, time);
    const context = systemContext('schedule', this.clock.now(), { commandId }, environment);
    if (action === 'stop') {
      await this.commands.execute(new StopBySchedule(context, { id, scheduledFor: time }));
      return;
    }
    const ahead = refused.filter((other) => wantTheSame(other, schedule)).map((other) => other.id);
    const scheduled = { for: time, ahead };
    await this.commands.execute(new StartExperiment(context, { id, comment: 'its scheduled start', scheduled }));
  }
}

/** True if the start of one can prevent the start of the other. */
const wantTheSame = (one: DueSchedule, other: DueSchedule): boolean =>
  one.environment === other.environment &&
  (one.flag === other.flag || (one.conflictDomain !== null && one.conflictDomain === other.conflictDomain));
