import Type from 'typebox';
import { Count, Key, named, Revision, Text } from '../../platform/http/schemas.js';

export const ReviewPolicySchema = named('ReviewPolicy', {
  environment: Key,
  minApprovals: Count,
  allowAnyApprover: Type.Boolean(),
  revision: Revision,
});

export const ApproverGroupSchema = named('ApproverGroup', {
  ownerId: Text,
  approvers: Type.Array(Text),
  minApprovals: Count,
  revision: Revision,
});
