import { declareCommand, onStream } from '../../event-sourcing/declared-command.js';
import { checkGroups } from '../../subjects/index.js';
import { adoptPin, disableFlag, enableFlag, liftPin, replaceRules } from '../changing.js';
import { createFlag, type CreateFlag as Definition } from '../defining.js';
import { FlagExperiments } from '../flag-experiments.js';
import { flagAggregate, rulesIn } from '../flag.js';
import { flagStream } from '../flag.events.js';
import { groupsOfRules, type RuleDraft } from '../rules.js';
import { changeInEnvironment } from './change-in-environment.js';

export const CreateFlag = declareCommand(
  'CreateFlag',
  onStream(
    flagAggregate,
    ({ flag }: { flag: Definition }) => flagStream(flag.key),
    async (state, { flag }, _, runner) => {
      const events = createFlag(state, flag);
      await checkGroups(runner, groupsOfRules(flag.rules ?? [], '/rules'));
      return events;
    },
  ),
);

interface Rules {
  readonly key: string;
  /** All that the environment has from then on, in their order. */
  readonly rules: readonly RuleDraft[];
}

export const ReplaceRules = declareCommand('ReplaceRules', ({ key, rules }: Rules, context, runner) =>
  changeInEnvironment(runner, context, key, async (flag, state) => {
    const events = replaceRules(flag, state, rules);
    await checkGroups(runner, groupsOfRules(rules, ''), groupsOfRules(rulesIn(flag, state), ''));
    return events;
  }),
);

interface Switch {
  readonly key: string;
  readonly enabled: boolean;
}

export const SwitchFlag = declareCommand('SwitchFlag', ({ key, enabled }: Switch, context, runner) =>
  changeInEnvironment(runner, context, key, (_, state) => (enabled ? enableFlag(state) : disableFlag(state))),
);

interface PinToEnd {
  readonly key: string;
  /** Id of the experiment that left it. */
  readonly experiment: string;
  readonly how: 'adopt' | 'lift';
}

/** Ends the pin that an experiment left: adopted as the environment's default, or lifted. */
export const EndPin = declareCommand(
  'EndPin',
  ({ key, experiment, how }: PinToEnd, context, runner, experiments: FlagExperiments) => {
    const end = how === 'adopt' ? adoptPin : liftPin;
    return changeInEnvironment(runner, context, key, async (flag, state) =>
      end(flag, await experiments.pins(context.environment, state), experiment),
    );
  },
  FlagExperiments,
);
