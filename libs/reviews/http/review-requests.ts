import { BooleanField, IdListField, IntegerField } from '../../platform/fields.js';

export class SetReviewPolicyRequest {
  @IntegerField({ min: 0, max: 100 })
  minApprovals!: number;

  @BooleanField()
  allowAnyApprover!: boolean;
}

export class SetApproverGroupRequest {
  @IdListField({ max: 200, description: 'Ids of users' })
  approvers!: string[];

  @IntegerField({ min: 0, max: 100 })
  minApprovals!: number;
}
