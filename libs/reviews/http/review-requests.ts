import { Example } from '../../platform/example.js';
import { BooleanField, IdListField, IntegerField } from '../../platform/fields.js';

@Example({ minApprovals: 2, allowAnyApprover: true })
export class SetReviewPolicyRequest {
  @IntegerField({ min: 0, max: 100 })
  minApprovals!: number;

  @BooleanField()
  allowAnyApprover!: boolean;
}

@Example({ approvers: ['5a0ad5f4-8d38-5bd0-9ddb-7a2c1b1f2a10'], minApprovals: 1 })
export class SetApproverGroupRequest {
  @IdListField({ max: 200, description: 'Ids of users' })
  approvers!: string[];

  @IntegerField({ min: 0, max: 100 })
  minApprovals!: number;
}
