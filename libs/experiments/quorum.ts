import type { CommandRunner } from '../platform/command-runner.js';
import {
  approverGroupAggregate,
  approverGroupStream,
  quorumFor,
  reviewPolicyAggregate,
  reviewPolicyStream,
  type Quorum,
} from '../reviews/index.js';
import type { Experiment } from './experiment.js';

/** What a vote on the experiment is judged by at this moment, from the streams of the policy and the owner's group. */
export async function quorumOf(
  runner: CommandRunner,
  experiment: Experiment | null,
  environment: string,
): Promise<Quorum> {
  const policy = (await runner.load(reviewPolicyAggregate, reviewPolicyStream(environment))).state;
  if (!experiment) return quorumFor(policy, null);
  const group = (await runner.load(approverGroupAggregate, approverGroupStream(experiment.owner.id))).state;
  return quorumFor(policy, group);
}
