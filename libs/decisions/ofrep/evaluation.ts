import type { CompiledFlag } from '../compiled.js';
import type { Decision, Reason } from '../decision.js';
import type { Json } from '../json.js';
import type { FlagMetadata } from '../snapshot.js';

/** A reason of the protocol. */
export type OfrepReason = 'STATIC' | 'TARGETING_MATCH' | 'SPLIT' | 'DISABLED' | 'DEFAULT' | 'UNKNOWN';

const REASONS: Partial<Record<Reason, OfrepReason>> = {
  experiment_assigned: 'SPLIT',
  rule_split: 'SPLIT',
  rule_match: 'TARGETING_MATCH',
  override: 'TARGETING_MATCH',
  flag_disabled: 'DISABLED',
  error: 'UNKNOWN',
};

/**
 * The protocol's reason for a decision. A flag that nothing ever decides is STATIC; where rules, pins or an experiment
 * are there and none took the subject, it is DEFAULT.
 */
export function ofrepReason(flag: CompiledFlag, decision: Decision): OfrepReason {
  const { reason } = decision;
  if (reason === 'rolled_out' || reason === 'rolled_back') return pinReason(flag, decision);
  if (reason === 'default') return isStatic(flag) ? 'STATIC' : 'DEFAULT';
  return REASONS[reason] ?? 'DEFAULT';
}

/** A pin for everybody is all that the flag ever serves. */
function pinReason({ pins }: CompiledFlag, { experiment }: Decision): OfrepReason {
  const pin = pins.find(({ reference }) => reference.id === experiment?.id);
  return pin?.audience === null ? 'STATIC' : 'TARGETING_MATCH';
}

const isStatic = ({ experiment, pins, rules }: CompiledFlag): boolean =>
  experiment === null && pins.length === 0 && rules.length === 0;

/** What the protocol answers for a flag. */
export interface Evaluation {
  readonly key: string;
  readonly reason: OfrepReason;
  readonly value: Json;
  readonly variant: string | null;
  readonly metadata: FlagMetadata;
}

/** The text of an answer, up to its decision id and behind it. */
type Halves = readonly [start: string, end: string];

/** What a flag as it is now answers, by what came out: few of each, and all the same but for the ids. */
const known = new WeakMap<CompiledFlag, Map<string, Halves>>();

/**
 * A decision as the protocol has it. Its metadata are the flag's own, and: `assayReason`, `decisionId` where the decision
 * has one, `experiment` (its key) and `phase` where one is spoken of.
 */
export function evaluationOf(flag: CompiledFlag, decision: Decision, decisionId: string | null): Evaluation {
  const { value, variant, reason, experiment, phase } = decision;
  const own = Object.entries(flag.snapshot.metadata).filter(([name]) => !OURS.has(name));
  const metadata = {
    ...(decisionId !== null && { decisionId }),
    ...Object.fromEntries(own),
    ...(experiment !== null && { experiment: experiment.key }),
    ...(phase !== null && { phase }),
    assayReason: reason,
  };
  return { key: decision.flag, reason: ofrepReason(flag, decision), value, variant, metadata };
}

/** The same as JSON: what `JSON.stringify` writes of it, for the hot path. */
export function evaluationText(flag: CompiledFlag, decision: Decision, decisionId: string | null): string {
  const [start, end] = halvesOf(flag, decision);
  return decisionId === null ? start + end : `${start}"decisionId":"${decisionId}",${end}`;
}

function halvesOf(flag: CompiledFlag, decision: Decision): Halves {
  // Of two overrides or pins of one name each may have a value of its own.
  if (decision.reason === 'override') return halves(flag, decision);
  const outcome = `${decision.reason} ${decision.experiment?.id ?? ''} ${decision.variant}`;
  let own = known.get(flag);
  if (own === undefined) known.set(flag, (own = new Map<string, Halves>()));
  let found = own.get(outcome);
  if (found === undefined) own.set(outcome, (found = halves(flag, decision)));
  return found;
}

function halves(flag: CompiledFlag, decision: Decision): Halves {
  const { value, variant, reason } = decision;
  const start = `{"key":${JSON.stringify(decision.flag)},"reason":"${ofrepReason(flag, decision)}","value":${JSON.stringify(value)}`;
  const metadata = metadataText(flag.snapshot.metadata, decision);
  return [`${start},"variant":${JSON.stringify(variant)},"metadata":{`, `${metadata}"assayReason":"${reason}"}}`];
}

function metadataText(own: FlagMetadata, { experiment, phase }: Decision): string {
  let text = '';
  for (const name in own) {
    if (!OURS.has(name)) text += `${JSON.stringify(name)}:${JSON.stringify(own[name])},`;
  }
  if (experiment !== null) text += `"experiment":${JSON.stringify(experiment.key)},`;
  if (phase !== null) text += `"phase":${phase},`;
  return text;
}

/** A flag's own metadata of these names give way. */
const OURS = new Set(['assayReason', 'decisionId', 'experiment', 'phase']);
