import type { Json } from '../event-store/index.js';
import type { Metric } from '../metrics/index.js';
import { canonicalJson } from '../primitives/canonical-json.js';
import type { Content, Guardrail, GuardrailAction, ThresholdGuardrail } from './content/content.events.js';
import { thresholdsIn } from './content/guardrails.js';
import { attachedOf } from './content/metrics.js';
import { countsFailures, rangeOf } from './content/threshold.js';
import { chanceOfFalseTrip, TOLERATED_PER_DAY } from './false-trips.js';
import { underpowered, type Recruitment } from './underpowered.js';

export const WARNINGS = [
  'control_not_status_quo',
  'control_without_weight',
  'same_value_arms',
  'no_traffic',
  'cannot_breach',
  'hair_trigger',
  'exposure_denominator',
  'stranger_could_trip',
  'no_margin',
  'underpowered',
  'similar_before',
] as const;

/** A hint in the answer to a draft or a submission; it may be ignored. */
export interface Warning {
  readonly code: (typeof WARNINGS)[number];
  readonly message: string;
  /** Key of the guardrail concerned. */
  readonly guardrail?: string;
  /** Key of the metric concerned. */
  readonly metric?: string;
  /** Id of the earlier experiment concerned. */
  readonly experiment?: string;
}

/** The facts besides the content that warnings depend on. */
export interface Surroundings {
  /** Value that the flag serves its audience today; undefined if there is no single one. */
  readonly served: Json | undefined;
  readonly metrics: ReadonlyMap<string, Metric>;
  /** Keys of the event types that are exposures. */
  readonly exposures: ReadonlySet<string>;
  readonly recruitment: Recruitment;
}

/** Warnings never block a submission: each points out something the owner may have overlooked. */
export function warningsOf(content: Content, surroundings: Surroundings): Warning[] {
  return [
    ...ofControl(content, surroundings),
    ...ofArms(content),
    ...ofTraffic(content),
    ...thresholdsIn(content.guardrails).flatMap((guardrail) => ofGuardrail(guardrail, content, surroundings)),
    ...content.guardrails.flatMap(ofSources),
    ...withoutMargin(content),
    ...ofPlan(content, surroundings.recruitment),
  ];
}

function ofControl({ variants }: Content, { served }: Surroundings): Warning[] {
  const control = variants.find((variant) => variant.control);
  if (!control) return [];
  const { key, value, weight } = control;
  return [
    ...(served !== undefined && canonicalJson(value) !== canonicalJson(served)
      ? [warning('control_not_status_quo', `${key} is not what the flag serves today`)]
      : []),
    ...(Number(weight) === 0
      ? [warning('control_without_weight', `${key} has weight 0: treatments have nothing to be compared with`)]
      : []),
  ];
}

/** One warning for each value that several arms serve. */
function ofArms({ variants }: Content): Warning[] {
  const arms = new Map<string, readonly string[]>();
  for (const { key, value } of variants) {
    const text = canonicalJson(value);
    arms.set(text, [...(arms.get(text) ?? []), key]);
  }
  return [...arms.values()]
    .filter((keys) => keys.length > 1)
    .map((keys) => warning('same_value_arms', `${keys.join(', ')} serve the same value`));
}

const ofTraffic = ({ traffic }: Content): Warning[] =>
  Number(traffic) === 0 ? [warning('no_traffic', 'the traffic is 0: the experiment takes no subjects')] : [];

function ofGuardrail(
  guardrail: ThresholdGuardrail,
  { variants }: Content,
  { metrics, exposures }: Surroundings,
): Warning[] {
  const metric = metrics.get(guardrail.metric);
  if (!metric) return [];
  const { key, threshold } = guardrail;
  if (cannotBreach(guardrail, metric))
    return [
      warning('cannot_breach', `no ${metric.rule.kind} is beyond ${threshold}: an equal value is no breach`, key),
    ];
  const chance = falseTripsPerDay(guardrail, metric, variants.length) ?? 0;
  const percent = Math.round(chance * 100);
  return [
    ...(chance > TOLERATED_PER_DAY
      ? [warning('hair_trigger', `a healthy day may trip it by chance (up to ${percent} in 100 days)`, key)]
      : []),
    ...(dividesByExposures(guardrail, metric, exposures)
      ? [warning('exposure_denominator', 'sessions that outlast its window make its rate drift', key)]
      : []),
  ];
}

/** What a stranger could do who sends events with a client key. */
const BY_STRANGERS: Readonly<Record<GuardrailAction, string>> = {
  pause: 'pause the experiment',
  rollback: 'roll the experiment back',
  disable_arm: 'disable an arm',
  notify: 'have you told of a breach',
};

const ofSources = ({ key, sources, action }: Guardrail): Warning[] =>
  sources === 'all'
    ? [
        warning(
          'stranger_could_trip',
          `anybody with a client key could ${BY_STRANGERS[action]} by events that never happened, or hide a breach`,
          key,
        ),
      ]
    : [];

const warning = (code: Warning['code'], message: string, guardrail?: string): Warning => ({
  code,
  message,
  ...(guardrail !== undefined && { guardrail }),
});

/** A guard metric without a margin says nothing of harm. */
function withoutMargin(content: Content): Warning[] {
  return attachedOf(content).flatMap(({ metric, role, margin }): Warning[] =>
    role === 'guard' && margin === null
      ? [{ code: 'no_margin', message: `the guard metric ${metric} has no margin, so it never says safe`, metric }]
      : [],
  );
}

function ofPlan(content: Content, recruitment: Recruitment): Warning[] {
  const message = underpowered(content, recruitment);
  return message === null ? [] : [{ code: 'underpowered', message }];
}

/** True if every possible value is on the good side of the threshold, or equals it. */
function cannotBreach({ threshold }: ThresholdGuardrail, { direction, rule }: Metric): boolean {
  const { least, most } = rangeOf(rule);
  if (direction === 'lower_is_better') return most !== undefined && Number(threshold) >= most;
  return least !== undefined && Number(threshold) <= least;
}

/** The chance (0 to 1) that a healthy day trips the guardrail; null if it is not known: see `false-trips.ts`. */
export function falseTripsPerDay(guardrail: ThresholdGuardrail, metric: Metric, variants: number): number | null {
  // Only a count is Poisson distributed.
  return countsFailures(metric.rule) ? chanceOfFalseTrip(guardrail, metric.direction, variants) : null;
}

/**
 * True for a ratio to exposures in a sliding window. An exposure leaves the window before the later events of its
 * session, so the rate drifts with the length of sessions.
 */
export function dividesByExposures(
  guardrail: ThresholdGuardrail,
  metric: Metric,
  exposures: ReadonlySet<string>,
): boolean {
  const { rule } = metric;
  return guardrail.windowMinutes !== null && rule.kind === 'ratio' && exposures.has(rule.denominatorEvent);
}
