import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { changeDefault } from '../changing.js';
import { describeFlag, type FlagChanges } from '../defining.js';
import { FlagExperiments } from '../flag-experiments.js';
import type { FlagEnvironment } from '../flag.js';
import type { DefaultRequest } from '../values.js';
import { changeInEnvironment } from './change-in-environment.js';

export class ChangeDefault extends Command<Handled<FlagEnvironment>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
    readonly request: DefaultRequest,
    /** What else the request changes, afterwards: refused before anything is written. */
    readonly changes: FlagChanges,
  ) {
    super();
  }
}

/** Another default ends every pin in the environment; the answer's state names them. */
@CommandHandler(ChangeDefault)
export class ChangeDefaultHandler implements ICommandHandler<ChangeDefault> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly experiments: FlagExperiments,
  ) {}

  async execute({ context, key, request, changes }: ChangeDefault): Promise<Handled<FlagEnvironment>> {
    let isAsBefore = false;
    const handled = await changeInEnvironment(this.runner, context, key, async (flag, state) => {
      describeFlag(flag, key, changes);
      const events = changeDefault(flag, state, request, await this.experiments.pins(context.environment, state));
      isAsBefore = events.length === 0;
      return events;
    });
    // What an earlier change lifted, this one did not.
    return isAsBefore ? { ...handled, state: { ...handled.state, lifted: [] } } : handled;
  }
}
