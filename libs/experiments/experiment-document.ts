import { currentRun, type Experiment } from './experiment.js';

/** An experiment as it goes over the wire, in answers, lists and the live stream. */
export function experimentDocument(experiment: Experiment): object {
  const { id, key, name, environment, owner, status, outcome } = experiment;
  const { flag, variants, traffic, hypothesis, primaryMetric, metrics, guardrails } = experiment;
  const { contentHash, votes, phase, runs, draftedAt, startedAt, completedAt, updatedAt } = experiment;
  return {
    id,
    key,
    name,
    environment,
    owner,
    status,
    flag,
    variants,
    traffic,
    hypothesis,
    primaryMetric,
    metrics,
    guardrails,
    contentHash,
    approvals: votes,
    phase,
    run: currentRun(experiment)?.run ?? 0,
    runs,
    outcome,
    draftedAt,
    startedAt,
    completedAt,
    updatedAt,
  };
}
