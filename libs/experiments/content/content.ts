import { Big } from 'big.js';
import { checkCondition, type Condition } from '../../evaluation/index.js';
import { checkValue, type Flag } from '../../flags/index.js';
import { checkPercent } from '../../primitives/percent.js';
import { invalid } from '../../primitives/refusal.js';
import { own } from '../../primitives/own.js';
import { checkPath } from './check-path.js';
import type { Content, Dimension, Exposure, Variant } from './content.events.js';
import type { GuardrailDraft } from './guardrails.js';
import type { MetricChanges } from './metrics.js';
import type { PlanDraft } from './planned.js';
import type { ScheduleDraft } from './schedule.js';

/** Content in a request. An absent field takes its default in a draft, and stays as it is in an edit. */
export interface ContentChanges extends MetricChanges {
  readonly variants?: readonly Variant[] | undefined;
  readonly targeting?: Condition | null | undefined;
  readonly bucketBy?: string | null | undefined;
  readonly exposure?: Exposure | undefined;
  readonly trafficMax?: string | undefined;
  readonly traffic?: string | undefined;
  readonly hypothesis?: string | undefined;
  readonly guardrails?: readonly GuardrailDraft[] | undefined;
  readonly planned?: PlanDraft | null | undefined;
  readonly dimensions?: readonly Dimension[] | undefined;
  readonly schedule?: ScheduleDraft | null | undefined;
  readonly conflictDomain?: string | null | undefined;
  readonly priority?: number | undefined;
}

/** The fields that say which subjects take part, and which attribute is hashed. */
type Audience = Pick<Content, 'targeting' | 'bucketBy' | 'exposure'>;

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
  if (bucketBy !== null) checkPath(bucketBy, '/bucketBy');
  return { targeting, bucketBy, exposure };
}

/** Checks that both are percentages, and that the traffic is within its maximum. @throws Refusal `above_traffic_max` */
export function checkTraffic(traffic: string, trafficMax: string, pointer = '/traffic'): void {
  checkPercent(trafficMax, '/trafficMax');
  checkPercent(traffic, '/traffic');
  if (new Big(traffic).gt(trafficMax)) {
    throw invalid('above_traffic_max', `the traffic may be at most trafficMax, ${trafficMax}`, pointer);
  }
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
