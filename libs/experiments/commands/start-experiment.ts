import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  changeable,
  flagAggregate,
  flagEnvironmentAggregate,
  flagEnvironmentStream,
  flagStream,
  isClosed,
  reservedBy,
} from '../../flags/index.js';
import type { CommandContext } from '../../platform/command-context.js';
import { CommandRunner, toNewEvent, type Handled } from '../../platform/command-runner.js';
import { newId } from '../../platform/ids.js';
import { conflict } from '../../platform/refusal.js';
import { existing } from '../checks.js';
import { experimentAggregate, type Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { takeOverReservation } from '../reservation.js';
import { start } from '../running.js';
import { findSlots } from '../slot-reservation.js';

export class StartExperiment extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly comment: string | null,
    /** The time in the schedule that the system starts it for. */
    readonly scheduledFor?: string,
  ) {
    super();
  }
}

/**
 * One live experiment per flag: every attempt loads the experiment, loads the flag, reserves the flag afresh at that
 * exact revision, likewise the slots of its conflict domain, and starts at the experiment's revision loaded before the
 * reservations. Any conflict begins anew.
 */
@CommandHandler(StartExperiment)
export class StartExperimentHandler implements ICommandHandler<StartExperiment> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, comment, scheduledFor }: StartExperiment): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.attempt(context, async () => {
      const loaded = await this.runner.load(experimentAggregate, stream);
      const answered = this.runner.answered(experimentAggregate, loaded, context);
      if (answered) return answered;
      this.runner.checkMatch(loaded, context);
      const events = start(loaded.state, id, context.actor, comment, context.at, scheduledFor);
      const experiment = existing(loaded.state, id);
      const reserveSlots = await findSlots(this.runner, experiment, events, context);
      await this.reserve(experiment, context);
      await reserveSlots();
      return this.runner.append(experimentAggregate, stream, loaded, context, events);
    });
  }

  private async reserve(experiment: Experiment, context: CommandContext): Promise<void> {
    const key = experiment.flag;
    const stream = flagEnvironmentStream(context.environment, key);
    const flag = await this.runner.load(flagEnvironmentAggregate, stream);
    // Read after the stream that is reserved on: whoever closes the flag behind this gets in the way of that.
    const shared = await this.runner.load(flagAggregate, flagStream(key));
    changeable(shared.state, key);
    if (isClosed(shared.events)) throw conflict('flag_archived', `the flag ${key} is being archived`);
    await takeOverReservation(this.runner, reservedBy(flag.state), experiment.id, key, context);
    const reserved = { type: 'experiment_reserved', data: { experimentId: experiment.id } } as const;
    // A fresh id each time: a reservation of an earlier attempt is not this one.
    const attempt = { ...context, commandId: newId() };
    await this.runner.appendAt(stream, flag.revision, [
      toNewEvent(flagEnvironmentAggregate, stream, reserved, attempt, 0),
    ]);
  }
}
