import type { Experiment } from '../../experiments/index.js';
import { breachSentence, type Breach } from '../../guardrails/index.js';
import type { Fact, Occurrence } from '../occurrence.js';
import { aboutExperiment } from './about-experiment.js';

/** Guardrails that Assay has by itself, in words. */
const OWN_CHECKS: Readonly<Record<string, string>> = {
  'assay.srm': 'subjects do not split by the weights (sample ratio mismatch)',
  'assay.double_exposure': 'too many subjects met several variants',
  'assay.silence': 'no events arrive',
};

/** A breach, or a failed check of the data's health, with its evidence. @param experiment null if it is not known */
export function ofBreach(breach: Breach, experiment: Experiment | null, tags: readonly string[]): Occurrence {
  const about = aboutExperiment(breach.environment, breach.experiment, experiment, tags);
  const check = OWN_CHECKS[breach.guardrail];
  const acts = breach.action !== 'notify';
  const name = about.experiment?.name ?? breach.experiment;
  return {
    ...about,
    // Its id is of experiment, run, guardrail and arm.
    identity: ['breach', breach.id],
    kinds: [check === undefined ? 'guardrail_breached' : 'health_failing'],
    severity: acts ? 'critical' : 'warning',
    at: breach.detectedAt,
    title: check === undefined ? `${name}: ${breachSentence(breach)}` : `${name}: ${check}: ${breach.evidence}`,
    facts: check === undefined ? evidenceOf(breach) : [{ name: 'Evidence', value: breach.evidence }, windowOf(breach)],
  };
}

function evidenceOf(breach: Breach): Fact[] {
  const { guardrail, metric, value, threshold, variant, evidence, action, breached } = breach;
  const others = breached.filter((each) => each.variant !== variant);
  return [
    { name: 'Guardrail', value: guardrail },
    { name: 'Metric', value: metric },
    { name: 'Variant', value: variant ?? 'all variants pooled' },
    { name: 'Rate', value },
    { name: 'Threshold', value: threshold },
    { name: 'Evidence', value: evidence },
    ...others.map((each) => ({ name: `Also in ${each.variant ?? 'all variants pooled'}`, value: each.value })),
    windowOf(breach),
    { name: 'Action', value: action },
  ];
}

const windowOf = ({ windowFrom, windowTo }: Breach): Fact => ({
  name: 'Window',
  value: `${windowFrom} to ${windowTo}`,
});
