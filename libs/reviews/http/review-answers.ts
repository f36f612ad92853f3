import Type from 'typebox';
import { Count, enumOf, Key, named, Revision, Text } from '../../platform/http/schemas.js';
import { OPPOSED_COMPLETIONS } from '../review-policy.js';

export const ReviewPolicySchema = named('ReviewPolicy', {
  environment: Key,
  minApprovals: Count,
  allowAnyApprover: Type.Boolean(),
  againstVerdict: enumOf(OPPOSED_COMPLETIONS),
  revision: Revision,
});

export const ApproverGroupSchema = named('ApproverGroup', {
  ownerId: Text,
  approvers: Type.Array(Text),
  minApprovals: Count,
  revision: Revision,
});
