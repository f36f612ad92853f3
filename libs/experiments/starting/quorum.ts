import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import {
  approverGroupAggregate,
  approverGroupStream,
  quorumFor,
  reviewPolicyAggregate,
  reviewPolicyStream,
  type Quorum,
} from '../../reviews/index.js';

/** The quorum for an owner's experiments now, from the streams of the review policy and the owner's group. */
export async function quorumOf(runner: CommandRunner, ownerId: string | null, environment: string): Promise<Quorum> {
  const policy = (await runner.load(reviewPolicyAggregate, reviewPolicyStream(environment))).state;
  if (ownerId === null) return quorumFor(policy, null);
  const group = (await runner.load(approverGroupAggregate, approverGroupStream(ownerId))).state;
  return quorumFor(policy, group);
}
