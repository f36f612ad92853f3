import { userAggregate, userStream } from '../../access/index.js';
import { declareCommand, onStream } from '../../event-sourcing/declared-command.js';
import { invalid, notFound } from '../../primitives/refusal.js';
import {
  approverGroupAggregate,
  approverGroupStream,
  reviewPolicyAggregate,
  reviewPolicyStream,
  setApproverGroup,
  setReviewPolicy,
  type ApproverGroup,
  type ReviewPolicy,
} from '../review-policy.js';

export const SetReviewPolicy = declareCommand(
  'SetReviewPolicy',
  onStream(
    reviewPolicyAggregate,
    (_, { environment }) => reviewPolicyStream(environment),
    (_, { policy }: { policy: ReviewPolicy }) => setReviewPolicy(policy),
  ),
);

export const SetApproverGroup = declareCommand(
  'SetApproverGroup',
  async ({ group }: { group: ApproverGroup }, context, runner) => {
    const { ownerId, approvers } = group;
    const isUser = async (id: string) => (await runner.load(userAggregate, userStream(id))).state !== null;
    if (!(await isUser(ownerId))) throw notFound('user', ownerId);
    for (const [index, id] of approvers.entries()) {
      if (!(await isUser(id))) throw invalid('unknown_user', `there is no user ${id}`, `/approvers/${index}`);
    }
    return runner.run(approverGroupAggregate, approverGroupStream(ownerId), context, () => setApproverGroup(group));
  },
);
