import { Big } from 'big.js';
import type { Direction, MetricVersion } from '../metrics/index.js';
import type { Actor } from '../event-sourcing/author.js';
import type { Decimal } from '../primitives/decimal.js';
import { checkPercent } from '../primitives/percent.js';
import { conflict, invalid, type Refusal } from '../primitives/refusal.js';
import {
  checkComment,
  checkHalts,
  checkNarrows,
  checkOwner,
  checkRun,
  checkStatus,
  existing,
  type ForRun,
} from './content/checks.js';
import { contentHash } from './content/content-hash.js';
import { tightened } from './content/guardrails.js';
import { checkMargin } from './content/margin.js';
import { checkThreshold } from './content/threshold.js';
import { currentRun, nextPhase, type Experiment } from './experiment.js';
import type { ExperimentEvent, Guardrail, Limit } from './experiment.events.js';

/** Changes the traffic, up to the reviewed maximum. Only the owner or an admin may raise it. */
export function changeTraffic(
  state: Experiment | null,
  id: string,
  actor: Actor,
  traffic: Decimal,
  comment: string | null,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkNarrows(actor);
  checkPercent(traffic, '/traffic');
  if (new Big(traffic).gt(experiment.traffic)) checkOwner(experiment, actor);
  checkStatus(experiment, 'change the traffic of', 'running', 'paused');
  if (new Big(traffic).gt(experiment.trafficMax)) {
    const reviewed = `the review allowed ${experiment.trafficMax} percent: more is an amendment`;
    throw invalid('above_traffic_max', reviewed, '/traffic');
  }
  if (new Big(traffic).eq(experiment.traffic)) return [];
  if (new Big(traffic).lt(experiment.traffic)) checkComment(experiment, actor, comment);
  return [{ type: 'experiment_traffic_changed', data: { traffic, phase: nextPhase(experiment), comment } }];
}

/** From now on only subjects that are already enrolled keep their variant. */
export function freezeEnrolment(
  state: Experiment | null,
  id: string,
  actor: Actor,
  comment: string | null,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkNarrows(actor);
  checkStatus(experiment, 'freeze the enrolment of', 'running', 'paused');
  if (experiment.frozenAt !== null) throw conflict('wrong_state', 'its enrolment is frozen already');
  checkComment(experiment, actor, comment);
  return [{ type: 'experiment_enrolment_frozen', data: { phase: nextPhase(experiment), comment } }];
}

/** Serves control's value to the arm's subjects from now on. Disabling control itself pauses the experiment. */
export function disableArm(
  state: Experiment | null,
  id: string,
  actor: Actor,
  variant: string,
  comment: string | null,
  forRun?: ForRun,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkHalts(actor);
  const arm = experiment.variants.find(({ key }) => key === variant);
  if (!arm) throw invalid('unknown_variant', `there is no variant ${variant}`, '/variant');
  if (arm.control) return pause(state, id, actor, comment, forRun);
  checkRun(experiment, forRun);
  checkStatus(experiment, 'disable an arm of', 'running', 'paused');
  if (experiment.disabledArms.includes(variant)) throw conflict('wrong_state', `${variant} is disabled already`);
  checkComment(experiment, actor, comment);
  const trigger = forRun && { trigger: forRun.trigger };
  return [{ type: 'experiment_arm_disabled', data: { variant, phase: nextPhase(experiment), comment, ...trigger } }];
}

/** A guardrail's new limit, as a request names it. */
export interface Tightening {
  readonly guardrail: string;
  readonly threshold?: Decimal | undefined;
  readonly margin?: Decimal | undefined;
}

/** Moves a threshold to the stricter side of its metric, as that was attached, or makes a margin smaller. */
export function tightenGuardrail(
  state: Experiment | null,
  id: string,
  actor: Actor,
  change: Tightening,
  attachedAt: (metric: string) => Pick<MetricVersion, 'direction' | 'rule'> | undefined,
  comment: string | null,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkNarrows(actor);
  checkStatus(experiment, 'tighten a guardrail of', 'running', 'paused');
  const key = change.guardrail;
  const guardrail = experiment.guardrails.find((each) => each.key === key);
  const metric = guardrail && attachedAt(guardrail.metric);
  if (!metric) throw invalid('unknown_guardrail', `there is no guardrail ${key}`, '/guardrail');
  const limit = stricterLimit(guardrail, change, metric);
  checkComment(experiment, actor, comment);
  const guardrails = experiment.guardrails.map((each) => (each.key === key ? tightened(each, limit) : each));
  const hash = contentHash({ ...experiment, guardrails });
  return [{ type: 'experiment_guardrail_tightened', data: { guardrail: key, ...limit, contentHash: hash, comment } }];
}

/** Stops assigning. Experimenters, approvers, admins, keys with scope `halt`, guardrails and the schedule may. */
export function pause(
  state: Experiment | null,
  id: string,
  actor: Actor,
  comment: string | null,
  forRun?: ForRun,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkHalts(actor);
  checkRun(experiment, forRun);
  checkStatus(experiment, 'pause', 'running');
  checkComment(experiment, actor, comment);
  const run = currentRun(experiment)?.run ?? 0;
  const by = forRun && { trigger: forRun.trigger, guardrail: forRun.guardrail };
  return [{ type: 'experiment_paused', data: { run, comment, ...by } }];
}

/** The limit of the guardrail's own kind. @throws Refusal `required`, `unknown_field`, `not_stricter` */
function stricterLimit(
  guardrail: Guardrail,
  { threshold, margin }: Tightening,
  { direction, rule }: Pick<MetricVersion, 'direction' | 'rule'>,
): Limit {
  if (guardrail.kind === 'comparison') {
    const wanted = only(margin, 'margin', threshold, 'threshold');
    checkMargin(wanted, '/margin');
    if (!new Big(guardrail.margin).gt(wanted)) throw notStricter(wanted, guardrail.margin, '/margin');
    return { kind: 'comparison', margin: wanted };
  }
  const wanted = only(threshold, 'threshold', margin, 'margin');
  if (!isStricter(wanted, guardrail.threshold, direction)) throw notStricter(wanted, guardrail.threshold, '/threshold');
  checkThreshold(wanted, rule, '/threshold');
  return { kind: 'threshold', threshold: wanted };
}

function only(wanted: Decimal | undefined, name: string, other: Decimal | undefined, otherName: string): Decimal {
  if (other !== undefined) throw invalid('unknown_field', `this guardrail has a ${name}`, `/${otherName}`);
  if (wanted === undefined) throw invalid('required', `this guardrail has a ${name}`, `/${name}`);
  return wanted;
}

const notStricter = (wanted: Decimal, now: Decimal, pointer: string): Refusal =>
  invalid('not_stricter', `${wanted} is not stricter than ${now}: loosening is an amendment`, pointer);

function isStricter(threshold: Decimal, before: Decimal, direction: Direction): boolean {
  return direction === 'lower_is_better' ? new Big(before).gt(threshold) : new Big(before).lt(threshold);
}
