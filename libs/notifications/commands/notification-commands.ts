import { environmentsAggregate, ENVIRONMENTS_STREAM } from '../../access/index.js';
import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import { declareCommand, onStream } from '../../event-sourcing/declared-command.js';
import { invalid } from '../../primitives/refusal.js';
import {
  addDestination,
  changeDestination,
  destinationAggregate,
  destinationStream,
  disableDestination,
  enableDestination,
  removeDestination,
  requestDelivery,
  rotateSecret,
  type Destination,
  type DestinationChanges,
} from '../destination.js';
import {
  addRule,
  changeRule,
  removeRule,
  ruleAggregate,
  ruleStream,
  type NotificationRule,
  type RuleFields,
} from '../notification-rule.js';

const streamOfDestination = ({ id }: { readonly id: string }): string => destinationStream(id);
const streamOfRule = ({ id }: { readonly id: string }): string => ruleStream(id);

type NewDestination = { readonly destination: Omit<Destination, 'previousUntil' | 'disabled'> };

export const AddDestination = declareCommand(
  'AddDestination',
  onStream(
    destinationAggregate,
    ({ destination }: NewDestination) => destinationStream(destination.id),
    (state, { destination }) => addDestination(state, destination),
  ),
);

export const ChangeDestination = declareCommand(
  'ChangeDestination',
  onStream(
    destinationAggregate,
    streamOfDestination,
    (state, { id, changes }: { id: string; changes: DestinationChanges }) => changeDestination(state, id, changes),
  ),
);

export const RotateSecret = declareCommand(
  'RotateSecret',
  onStream(
    destinationAggregate,
    streamOfDestination,
    (state, { id, sealed, previousUntil }: { id: string; sealed: string; previousUntil: string }) =>
      rotateSecret(state, id, sealed, previousUntil),
  ),
);

export const DisableDestination = declareCommand(
  'DisableDestination',
  onStream(
    destinationAggregate,
    streamOfDestination,
    (state, { id, because }: { id: string; because: 'asked' | 'gone' }) => disableDestination(state, id, because),
  ),
);

export const EnableDestination = declareCommand(
  'EnableDestination',
  onStream(destinationAggregate, streamOfDestination, (state, { id }: { id: string }) => enableDestination(state, id)),
);

export const RemoveDestination = declareCommand(
  'RemoveDestination',
  onStream(destinationAggregate, streamOfDestination, (state, { id }: { id: string }) => removeDestination(state, id)),
);

interface WantedDelivery {
  readonly id: string;
  readonly type: 'destination_test_requested' | 'delivery_resend_requested';
  readonly delivery: string;
}

/** Asks the projector to send a test, or a delivery again. */
export const RequestDelivery = declareCommand(
  'RequestDelivery',
  onStream(destinationAggregate, streamOfDestination, (state, { id, type, delivery }: WantedDelivery) =>
    requestDelivery(state, id, type, delivery),
  ),
);

export const AddNotificationRule = declareCommand(
  'AddNotificationRule',
  async ({ rule }: { rule: NotificationRule }, context, runner) => {
    await checkNamed(rule, runner);
    return runner.run(ruleAggregate, ruleStream(rule.id), context, (state) => addRule(state, rule));
  },
);

export const ChangeNotificationRule = declareCommand(
  'ChangeNotificationRule',
  async ({ id, changes }: { id: string; changes: Partial<RuleFields> }, context, runner) => {
    await checkNamed(changes, runner);
    return runner.run(ruleAggregate, ruleStream(id), context, (state) => changeRule(state, id, changes));
  },
);

export const RemoveNotificationRule = declareCommand(
  'RemoveNotificationRule',
  onStream(ruleAggregate, streamOfRule, (state, { id }: { id: string }) => removeRule(state, id)),
);

/** @throws Refusal `unknown_destination` or `unknown_environment` for what a rule names and is not there */
async function checkNamed(
  { destinations = [], environments = [] }: Partial<RuleFields>,
  runner: CommandRunner,
): Promise<void> {
  for (const [index, id] of destinations.entries()) {
    const { state } = await runner.load(destinationAggregate, destinationStream(id));
    if (!state) throw invalid('unknown_destination', `there is no destination ${id}`, `/destinations/${index}`);
  }
  if (environments.length === 0) return;
  const { state: known } = await runner.load(environmentsAggregate, ENVIRONMENTS_STREAM);
  for (const [index, key] of environments.entries()) {
    if (known.some((environment) => environment.key === key)) continue;
    throw invalid('unknown_environment', `there is no environment ${key}`, `/environments/${index}`);
  }
}
