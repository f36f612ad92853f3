import {
  carriedByAudience,
  carriedSemantics,
  experimentSnapshot,
  splitServe,
  type ExperimentSnapshot,
  type Meant,
  type RuleSnapshot,
} from '../evaluation/index.js';
import type { Experiment } from '../experiments/index.js';
import { saltsOf, type Rule } from '../flags/index.js';
import type { Enrolments } from './enrolments.js';

/** The snapshot of a live experiment for decisions. */
export function snapshotOf(experiment: Experiment, enrolments: Pick<Enrolments, 'enrolledIn'>): ExperimentSnapshot {
  const { id, key, phase, salt, traffic, variants, disabledArms, frozenAt } = experiment;
  const { targeting, bucketBy, exposure } = experiment;
  return experimentSnapshot({
    id,
    key,
    status: experiment.status === 'paused' ? 'paused' : 'running',
    phase,
    startedAt: startOf(experiment),
    salt,
    targeting,
    bucketBy,
    ...carriedByAudience(experiment, experiment),
    exposure,
    traffic,
    conflictDomain: experiment.conflictDomain,
    variants,
    disabledArms,
    ...(experiment.dimensions.length > 0 && {
      dimensions: experiment.dimensions.map(({ attribute, values }) => ({ attribute, values })),
    }),
    enrolled: frozenAt === null ? null : enrolments.enrolledIn(id),
  });
}

/** The snapshots of a flag's rules for decisions. */
export function ruleSnapshots(flag: string, rules: readonly Rule[], meant: Meant): RuleSnapshot[] {
  const salts = saltsOf(flag, rules);
  return rules.map(({ name, when, serve }, index) => ({
    name,
    when,
    ...carriedSemantics(when, meant),
    serve:
      typeof serve === 'string' ? { kind: 'variant', variant: serve } : splitServe(salts[index] ?? flag, serve.split),
  }));
}

/** Epoch milliseconds; 0 before the start. */
export const startOf = ({ startedAt }: Experiment): number => (startedAt === null ? 0 : Date.parse(startedAt));
