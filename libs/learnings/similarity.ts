import { namesInCondition, type Condition } from '../evaluation/index.js';
import { canonicalJson } from '../primitives/canonical-json.js';

export const REASON_KINDS = ['flag', 'metrics', 'tags', 'words', 'audience'] as const;

/** Why an experiment is like another, with what both have. */
export interface Reason {
  readonly kind: (typeof REASON_KINDS)[number];
  readonly shared: readonly string[];
}

/** What two experiments are compared by. */
export interface Traits {
  readonly flag: string;
  readonly primaryMetric: string | null;
  readonly metrics: readonly string[];
  /** Of the experiment and of its flag. */
  readonly tags: readonly string[];
  readonly targeting: Condition | null;
}

export interface Similarity {
  /** Greater is more alike. */
  readonly score: number;
  /** The weightiest first. */
  readonly reasons: readonly Reason[];
}

const SAME_FLAG = 3;
const SAME_PRIMARY_METRIC = 1.5;
const EACH_METRIC = 0.5;
const EACH_TAG = 1;
const EACH_WORD = 0.4;
const SAME_AUDIENCE = 1.5;
const EACH_ATTRIBUTE = 0.5;
/** One word in common says nothing. */
const LEAST_WORDS = 2;
/** More of one kind makes nothing more alike. */
const MOST_EACH = 4;

/**
 * Compares an earlier experiment with another.
 * @param words of the other's hypothesis that the earlier one's has, too
 * @returns undefined if they have nothing in common
 */
export function similarityOf(of: Traits, earlier: Traits, words: readonly string[]): Similarity | undefined {
  const metrics = common(of.metrics, earlier.metrics);
  const tags = common(of.tags, earlier.tags);
  const isSamePrimary = of.primaryMetric !== null && of.primaryMetric === earlier.primaryMetric;
  const audience = sharedAudience(of.targeting, earlier.targeting);
  const found: readonly (readonly [score: number, reason: Reason])[] = [
    [of.flag === earlier.flag ? SAME_FLAG : 0, { kind: 'flag', shared: [of.flag] }],
    [EACH_METRIC * most(metrics) + (isSamePrimary ? SAME_PRIMARY_METRIC : 0), { kind: 'metrics', shared: metrics }],
    [EACH_TAG * most(tags), { kind: 'tags', shared: tags }],
    [words.length < LEAST_WORDS ? 0 : EACH_WORD * most(words), { kind: 'words', shared: words }],
    [audience.score, { kind: 'audience', shared: audience.attributes }],
  ];
  const there = found.filter(([score]) => score > 0).sort(([one], [other]) => other - one);
  if (there.length === 0) return undefined;
  const score = there.reduce((sum, [each]) => sum + each, 0);
  return { score: Math.round(score * 10) / 10, reasons: there.map(([, reason]) => reason) };
}

/** Everybody is no audience. The attributes that both conditions ask about, and more if they are the same. */
function sharedAudience(
  one: Condition | null,
  other: Condition | null,
): { readonly score: number; readonly attributes: string[] } {
  if (one === null || other === null) return { score: 0, attributes: [] };
  const [names, others] = [one, other].map((condition) => namesInCondition(condition).map(({ name }) => name));
  const attributes = common([...new Set(names)], others ?? []);
  const isSame = canonicalJson(one) === canonicalJson(other);
  return {
    score: EACH_ATTRIBUTE * most(attributes) + (isSame && attributes.length > 0 ? SAME_AUDIENCE : 0),
    attributes,
  };
}

const common = (one: readonly string[], other: readonly string[]): string[] =>
  one.filter((each) => other.includes(each));

const most = (shared: readonly string[]): number => Math.min(shared.length, MOST_EACH);

/** One sentence part for each reason, such as `the same flag`. */
export function inWords({ kind, shared }: Reason): string {
  const list = shared.join(', ');
  switch (kind) {
    case 'flag':
      return `the same flag ${list}`;
    case 'metrics':
      return `the metrics ${list}`;
    case 'tags':
      return `the tags ${list}`;
    case 'words':
      return `the words ${list}`;
    case 'audience':
      return `an audience by ${list}`;
  }
}
