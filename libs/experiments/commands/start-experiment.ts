import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  changeable,
  flagAggregate,
  flagEnvironmentAggregate,
  flagEnvironmentStream,
  flagStream,
  isClosed,
  reservedBy,
} from '../../flags/index.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, toNewEvent, type Handled } from '../../event-sourcing/command-runner.js';
import { commandWith } from '../../event-sourcing/declared-command.js';
import { newId } from '../../platform/ids.js';
import { conflict, Refusal } from '../../primitives/refusal.js';
import { existing } from '../content/checks.js';
import { checkCounted, reserveCounted } from '../starting/counted-types.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { loadHolder, takeOverReservation } from '../starting/reservation.js';
import { start } from '../running.js';
import { findSlots } from '../starting/slot-reservation.js';
import type { Commented } from './on-experiment.js';

/** A start by the system. */
export interface ScheduledStart {
  /** The time in the schedule. */
  readonly for: string;
  /** Others of higher priority that were just refused what this one wants: should there be room by now, it is theirs. */
  readonly ahead: readonly string[];
}

interface Start extends Commented {
  readonly scheduled?: ScheduledStart | undefined;
}

export class StartExperiment extends commandWith<Start, Handled<Experiment | null>>() {}

/**
 * One live experiment per flag: every attempt loads the experiment, loads the flag, reserves the flag afresh at that
 * exact revision, likewise the slots of its conflict domain, and starts at the experiment's revision loaded before the
 * reservations. Any conflict begins anew.
 */
@CommandHandler(StartExperiment)
export class StartExperimentHandler implements ICommandHandler<StartExperiment> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, comment, scheduled }: StartExperiment): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.attempt(context, async () => {
      const loaded = await this.runner.load(experimentAggregate, stream);
      const answered = this.runner.answered(experimentAggregate, loaded, context);
      if (answered) return answered;
      this.runner.checkMatch(loaded, context);
      const events = start(loaded.state, id, context.actor, comment, context.at, scheduled?.for);
      const experiment = existing(loaded.state, id);
      const reserveSlots = await findSlots(this.runner, experiment, events, context);
      // Before anything is written: what can never start takes no flag over.
      await checkCounted(this.runner, experiment);
      await this.reserve(experiment, context, scheduled?.ahead ?? []);
      await reserveSlots();
      await reserveCounted(this.runner, experiment, events, context);
      return this.runner.append(experimentAggregate, stream, loaded, context, events);
    });
  }

  private async reserve(experiment: Experiment, context: CommandContext, ahead: readonly string[]): Promise<void> {
    const key = experiment.flag;
    const stream = flagEnvironmentStream(context.environment, key);
    const flag = await this.runner.load(flagEnvironmentAggregate, stream);
    // Read after the stream that is reserved on: whoever closes the flag behind this gets in the way of that.
    const shared = await this.runner.load(flagAggregate, flagStream(key));
    changeable(shared.state, key);
    if (isClosed(shared.events)) throw conflict('flag_archived', `the flag ${key} is being archived`);
    await takeOverReservation(this.runner, reservedBy(flag.state), experiment.id, key, context);
    // All that this one needs was found free by now: the others are asked behind that.
    for (const other of ahead) await this.giveWayTo(other, context);
    const reserved = { type: 'experiment_reserved', data: { experimentId: experiment.id } } as const;
    // A fresh id each time: a reservation of an earlier attempt is not this one.
    const attempt = { ...context, commandId: newId() };
    await this.runner.appendAt(stream, flag.revision, [
      toNewEvent(flagEnvironmentAggregate, stream, reserved, attempt, 0),
    ]);
  }

  /** @throws Refusal `outranked` where the other could start */
  private async giveWayTo(id: string, context: CommandContext): Promise<void> {
    const { state } = await this.runner.load(experimentAggregate, experimentStream(context.environment, id));
    if (state?.status !== 'approved') return;
    try {
      const flag = await this.runner.load(
        flagEnvironmentAggregate,
        flagEnvironmentStream(context.environment, state.flag),
      );
      const holder = reservedBy(flag.state);
      if (holder !== null) await loadHolder(this.runner, holder, state.flag, context.environment);
      await findSlots(this.runner, state, start(state, id, context.actor, null, context.at), context);
      await checkCounted(this.runner, state);
    } catch (error) {
      if (error instanceof Refusal) return;
      throw error;
    }
    throw conflict('outranked', `the experiment ${state.key} has a higher priority and can start now`);
  }
}
