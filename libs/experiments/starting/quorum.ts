import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import {
  approverGroupAggregate,
  approverGroupStream,
  quorumFor,
  reviewPolicyAggregate,
  reviewPolicyStream,
  type OpposedCompletions,
  type Quorum,
} from '../../reviews/index.js';

/** The quorum for an owner's experiments now, from the streams of the review policy and the owner's group. */
export async function quorumOf(runner: CommandRunner, ownerId: string | null, environment: string): Promise<Quorum> {
  return (await reviewRulesOf(runner, ownerId, environment)).quorum;
}

/** That quorum, and what the policy asks of completions against the verdict. */
export async function reviewRulesOf(
  runner: CommandRunner,
  ownerId: string | null,
  environment: string,
): Promise<{ readonly quorum: Quorum; readonly againstVerdict: OpposedCompletions }> {
  const policy = (await runner.load(reviewPolicyAggregate, reviewPolicyStream(environment))).state;
  const group =
    ownerId === null ? null : (await runner.load(approverGroupAggregate, approverGroupStream(ownerId))).state;
  return { quorum: quorumFor(policy, group), againstVerdict: policy.againstVerdict };
}
