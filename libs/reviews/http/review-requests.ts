import { Example } from '../../platform/example.js';
import { BooleanField, EnumField, IdListField, IntegerField } from '../../platform/fields.js';
import { OPPOSED_COMPLETIONS, type OpposedCompletions } from '../review-policy.js';

@Example({ minApprovals: 2, allowAnyApprover: true, againstVerdict: 'second_vote' })
export class SetReviewPolicyRequest {
  @IntegerField({ min: 0, max: 100 })
  minApprovals!: number;

  @BooleanField()
  allowAnyApprover!: boolean;

  @EnumField(OPPOSED_COMPLETIONS, {
    optional: true,
    description:
      'What a completion against the verdict takes: a comment that names it (default), for a rollout also a vote',
  })
  againstVerdict?: OpposedCompletions;
}

@Example({ approvers: ['5a0ad5f4-8d38-5bd0-9ddb-7a2c1b1f2a10'], minApprovals: 1 })
export class SetApproverGroupRequest {
  @IdListField({ max: 200, description: 'Ids of users' })
  approvers!: string[];

  @IntegerField({ min: 0, max: 100 })
  minApprovals!: number;
}
