import { Big } from 'big.js';
import { checkCondition, semanticsOf, type Condition } from '../../evaluation/index.js';
import { checkValue, type Flag } from '../../flags/index.js';
import { hashOf } from '../../primitives/canonical-json.js';
import { checkPercent } from '../../primitives/percent.js';
import { invalid } from '../../primitives/refusal.js';
import { own } from '../../primitives/own.js';
import type { Content, Exposure, Guardrail, Variant } from './content.events.js';
import type { ScheduleDraft } from './schedule.js';

/** Content in a request. An absent field takes its default in a draft, and stays as it is in an edit. */
export interface ContentChanges {
  readonly variants?: readonly Variant[] | undefined;
  readonly targeting?: Condition | null | undefined;
  readonly bucketBy?: string | null | undefined;
  readonly exposure?: Exposure | undefined;
  readonly trafficMax?: string | undefined;
  readonly traffic?: string | undefined;
  readonly hypothesis?: string | undefined;
  readonly primaryMetric?: string | null | undefined;
  readonly metrics?: readonly string[] | undefined;
  readonly guardrails?: readonly GuardrailDraft[] | undefined;
  readonly schedule?: ScheduleDraft | null | undefined;
  readonly conflictDomain?: string | null | undefined;
  readonly priority?: number | undefined;
}

type Defaulted = 'key' | 'windowMinutes' | 'per' | 'minSample' | 'scope';
export type GuardrailDraft = Omit<Guardrail, Defaulted> & {
  readonly [Field in Defaulted]?: Guardrail[Field] | undefined;
};

/** The fields that say which subjects take part, and which attribute is hashed. */
type Audience = Pick<Content, 'targeting' | 'bucketBy' | 'exposure'>;

const MAX_PATH_STEPS = 10;

/** Version of each metric, by key. */
export type MetricVersions = Readonly<Record<string, number>>;

/** @throws Refusal with the pointer of the first rule that the variants break */
export function checkVariants(variants: readonly Variant[], flag: Flag): void {
  const keys = new Set<string>();
  variants.forEach((variant, index) => {
    if (keys.has(variant.key))
      throw invalid('duplicate_key', `two variants are called ${variant.key}`, `/variants/${index}/key`);
    keys.add(variant.key);
    checkPercent(variant.weight, `/variants/${index}/weight`);
    checkValue(flag.type, variant.value, `/variants/${index}/value`);
  });
  const controls = variants.filter((variant) => variant.control).length;
  if (controls === 0) throw invalid('no_control', 'one variant must be the control', '/variants');
  if (controls > 1) throw invalid('several_controls', 'only one variant may be the control', '/variants');
  const sum = variants.reduce((total, variant) => total.plus(variant.weight), new Big(0));
  if (!sum.eq(100)) throw invalid('weights_sum', `the weights sum to ${sum.toFixed()}, not to 100`, '/variants');
}

/** The audience after the changes. @throws Refusal if it is malformed */
export function audienceOf(changes: ContentChanges, before: Audience): Audience {
  const { targeting = before.targeting, bucketBy = before.bucketBy, exposure = before.exposure } = changes;
  if (targeting !== null) checkCondition(targeting, '/targeting');
  if (bucketBy !== null) checkPath(bucketBy);
  return { targeting, bucketBy, exposure };
}

function checkPath(path: string): void {
  const steps = path.split('.');
  if (steps.length <= MAX_PATH_STEPS && steps.every((step) => step !== '')) return;
  throw invalid('invalid_path', 'must be the name of an attribute, or a path such as company.id', '/bucketBy');
}

/** Checks that both are percentages, and that the traffic is within its maximum. @throws Refusal `above_traffic_max` */
export function checkTraffic(traffic: string, trafficMax: string, pointer = '/traffic'): void {
  checkPercent(trafficMax, '/trafficMax');
  checkPercent(traffic, '/traffic');
  if (new Big(traffic).gt(trafficMax)) {
    throw invalid('above_traffic_max', `the traffic may be at most trafficMax, ${trafficMax}`, pointer);
  }
}

/** Gives each guardrail a key: by default the metric's key, with a number if that is taken. */
export function namedGuardrails(drafts: readonly GuardrailDraft[], existing: readonly Guardrail[] = []): Guardrail[] {
  const named = [...existing];
  drafts.forEach((draft, index) => {
    const taken = (key: string): boolean => named.some((other) => other.key === key);
    if (draft.key !== undefined && taken(draft.key)) {
      throw invalid('duplicate_key', `two guardrails are called ${draft.key}`, `/guardrails/${index}/key`);
    }
    let key = draft.key ?? draft.metric;
    for (let n = 2; taken(key); n += 1) key = `${draft.metric}-${n}`;
    const {
      metric,
      threshold,
      windowMinutes = 60,
      action,
      per = 'event',
      minSample = 0,
      scope = 'any_variant',
    } = draft;
    named.push({ key, metric, threshold, windowMinutes, action, per, minSample, scope });
  });
  return named;
}

/** All metric keys without duplicates, the primary one first. */
export function metricKeys(primary: string | null, others: readonly string[]): string[] {
  return [...new Set([...(primary === null ? [] : [primary]), ...others])];
}

/** Versions of exactly these metrics: from `named`, else from `before`. */
export function versionsFor(
  content: Pick<Content, 'metrics' | 'guardrails'>,
  before: MetricVersions,
  named: MetricVersions,
): MetricVersions {
  const keys = new Set([...content.metrics, ...content.guardrails.map((guardrail) => guardrail.metric)]);
  return Object.fromEntries([...keys].sort().map((key) => [key, own(named, key) ?? own(before, key) ?? 1]));
}

/** SHA-256 of the content that approvers vote on: without the actual traffic and metrics added after draft. */
export function contentHash(content: Content & { readonly addedMetrics?: readonly string[] }): string {
  const { flag, variants, trafficMax, hypothesis, primaryMetric, guardrails, schedule, addedMetrics = [] } = content;
  const { targeting, bucketBy, exposure, conflictDomain, priority } = content;
  const metrics = content.metrics.filter((key) => !addedMetrics.includes(key));
  const metricVersions = versionsFor({ metrics, guardrails }, content.metricVersions, {});
  const semantics = semanticsOf(content);
  return hashOf({
    // Left out of hashes that were made before there were others.
    ...(semantics !== 1 && { semantics }),
    flag,
    variants,
    targeting,
    bucketBy,
    exposure,
    trafficMax,
    hypothesis,
    primaryMetric,
    metrics,
    metricVersions,
    guardrails,
    schedule,
    conflictDomain,
    priority,
  });
}

/** SHA-256 of the live state: the content's hash, the disabled arms and whether enrolment is frozen. */
export function liveHashOf(live: {
  readonly contentHash: string | null;
  readonly disabledArms: readonly string[];
  readonly frozenAt: string | null;
}): string {
  const { contentHash: content, disabledArms, frozenAt } = live;
  return hashOf({ content, disabledArms: [...disabledArms].sort(), frozen: frozenAt !== null });
}
