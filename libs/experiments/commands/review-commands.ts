import { roleIn, userAggregate, userStream } from '../../access/index.js';
import { declareCommand } from '../../event-sourcing/declared-command.js';
import { invalid } from '../../primitives/refusal.js';
import { reject, requestChanges, submit, transfer, withdraw } from '../review.js';
import { quorumOf } from '../starting/quorum.js';
import { RecentExposures } from '../recent-exposures.js';
import { loadSurroundings } from '../starting/surroundings.js';
import { warningsOf } from '../warnings.js';
import { onExperiment, type Commented } from './on-experiment.js';

export const SubmitExperiment = declareCommand(
  'SubmitExperiment',
  onExperiment(
    async (state, { id, comment }: Commented, { actor, environment, at }, runner, recent: RecentExposures) => {
      const quorum = await quorumOf(runner, state?.owner.id ?? null, environment);
      const warnings = state ? warningsOf(state, await loadSurroundings(runner, state, recent, at)) : [];
      return submit(state, id, actor, quorum, comment, warnings);
    },
  ),
  RecentExposures,
);

export const RequestChanges = declareCommand(
  'RequestChanges',
  onExperiment(async (state, { id, comment }: Commented, { actor, environment }, runner) =>
    requestChanges(state, id, actor, await quorumOf(runner, state?.owner.id ?? null, environment), comment),
  ),
);

export const RejectExperiment = declareCommand(
  'RejectExperiment',
  onExperiment(async (state, { id, comment }: Commented, { actor, environment }, runner) =>
    reject(state, id, actor, await quorumOf(runner, state?.owner.id ?? null, environment), comment),
  ),
);

export const WithdrawExperiment = declareCommand(
  'WithdrawExperiment',
  onExperiment((state, { id, comment }: Commented, { actor }) => withdraw(state, id, actor, comment)),
);

interface Transfer extends Commented {
  /** Id of the user who owns it from then on. */
  readonly ownerId: string;
}

export const TransferExperiment = declareCommand(
  'TransferExperiment',
  onExperiment(async (state, { id, ownerId, comment }: Transfer, { actor, environment }, runner) => {
    const owner = (await runner.load(userAggregate, userStream(ownerId))).state;
    if (!owner) throw invalid('unknown_user', `there is no user ${ownerId}`, '/owner');
    const quorum = await quorumOf(runner, ownerId, environment);
    const role = owner.deactivated ? null : roleIn(owner, environment);
    return transfer(state, id, actor, { id: owner.id, name: owner.name, role }, quorum, comment);
  }),
);
