import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { checkGroups } from '../../subjects/index.js';
import { replaceRules } from '../changing.js';
import { rulesIn, type FlagEnvironment } from '../flag.js';
import { groupsOfRules, type RuleDraft } from '../rules.js';
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
    return changeInEnvironment(this.runner, context, key, async (flag, state) => {
      const events = replaceRules(flag, state, rules);
      await checkGroups(this.runner, groupsOfRules(rules, ''), groupsOfRules(rulesIn(flag, state), ''));
      return events;
    });
  }
}
