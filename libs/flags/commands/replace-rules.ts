import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../platform/command-context.js';
import { CommandRunner, type Handled } from '../../platform/command-runner.js';
import { replaceRules } from '../changing.js';
import type { FlagEnvironment } from '../flag.js';
import type { RuleDraft } from '../rules.js';
import { changeInEnvironment } from './change-in-environment.js';

export class ReplaceRules extends Command<Handled<FlagEnvironment>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
    readonly rules: readonly RuleDraft[],
  ) {
    super();
  }
}

@CommandHandler(ReplaceRules)
export class ReplaceRulesHandler implements ICommandHandler<ReplaceRules> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, key, rules }: ReplaceRules): Promise<Handled<FlagEnvironment>> {
    return changeInEnvironment(this.runner, context, key, (flag, state) => replaceRules(flag, state, rules));
  }
}
