import QuickLRU from 'quick-lru';
import type { Digest } from '../decision-ids/index.js';
import { Buckets } from './bucketing.js';
import { compileDomain, compileGroups, emptyDomain } from './compile-settings.js';
import {
  CompiledSplit,
  type CompiledDimension,
  type CompiledDomain,
  type CompiledExperiment,
  type CompiledFlag,
  type CompiledHoldout,
  type CompiledOverrides,
  type CompiledPin,
  type CompiledRequirement,
  type CompiledRule,
  type CompiledShare,
  type CompiledTraffic,
  type Participation,
} from './compiled-flag.js';
import type { ExperimentReference, Reason, ServedDecision } from './decision.js';
import { EnrolledFilter } from './enrolled-filter.js';
import type { Json } from './json.js';
import type {
  DimensionSnapshot,
  EnvironmentSettings,
  EnvironmentSnapshot,
  ExperimentSnapshot,
  FlagSnapshot,
  OverrideSnapshot,
  PinSnapshot,
  RequirementSnapshot,
  RuleSnapshot,
} from './snapshot.js';
import { compileMatcher, type Groups, type Matcher } from './targeting/compile-condition.js';
import { SUBJECT_ATTRIBUTE, type Condition } from './targeting/condition.js';
import { DIALECTS } from './targeting/dialect.js';
import { semanticsOf, type Meant } from './targeting/semantics.js';

const KNOWN_MATCHERS = 10_000;
const REASON_OF_PIN = { rollout: 'rolled_out', rollback: 'rolled_back' } as const satisfies Record<
  PinSnapshot['kind'],
  Reason
>;
// All flags share one empty list, which saves memory: most flags have no pins and no holdouts.
const NONE: readonly never[] = [];
/** For a condition that decides alike in all. */
const ANY_SEMANTICS: Meant = {};

/** Compiles all flags of a snapshot. @returns the compiled flags by key */
export function compileSnapshot(snapshot: EnvironmentSnapshot, digest: Digest): ReadonlyMap<string, CompiledFlag> {
  const live = snapshot.flags.flatMap(({ experiment }) => experiment ?? []);
  const flags = new Map<string, CompiledFlag>();
  const compile = compileEnvironment(snapshot, live, digest, (key) => flags.get(key));
  for (const flag of snapshot.flags) flags.set(flag.key, compile(flag));
  return flags;
}

/**
 * Compiles the settings that all flags share, once.
 * @param live all experiments that are running or paused in the environment
 * @param find a compiled flag of the environment, for those that require it; undefined if there is none
 * @returns a function that compiles one flag of the environment
 */
export function compileEnvironment(
  settings: EnvironmentSettings,
  live: readonly ExperimentSnapshot[],
  digest: Digest,
  find: (key: string) => CompiledFlag | undefined,
): (flag: FlagSnapshot) => CompiledFlag {
  const compilation = new FlagCompilation(settings, live, digest, find);
  return (flag) => compilation.flag(flag);
}

class FlagCompilation {
  private readonly groups: Groups;
  private readonly matchers = new QuickLRU<string, Matcher>({ maxSize: KNOWN_MATCHERS });
  private readonly domains: ReadonlyMap<string, CompiledDomain>;
  private readonly holdouts: readonly CompiledHoldout[];
  private readonly participation: Participation | null;

  constructor(
    settings: EnvironmentSettings,
    live: readonly ExperimentSnapshot[],
    private readonly digest: Digest,
    private readonly find: (key: string) => CompiledFlag | undefined,
  ) {
    this.groups = compileGroups(settings.groups);
    this.domains = new Map(settings.conflictDomains.map((domain) => [domain.key, compileDomain(domain)]));
    this.holdouts = settings.holdouts.map((snapshot) => ({ snapshot, buckets: new Buckets(snapshot.salt, 'holdout') }));
    const { participationLimit: limit } = settings;
    const experiments = limit === null ? [] : live.map((experiment) => this.traffic(experiment)).sort(byAge);
    this.participation = limit === null ? null : { limit, experiments };
  }

  flag(snapshot: FlagSnapshot): CompiledFlag {
    const { key, overrides, experiment, pins, defaultVariant, defaultValue, requires = [] } = snapshot;
    const holdouts = this.holdouts.filter(({ snapshot: { flags } }) => flags === null || flags.includes(key));
    return {
      enabled: snapshot.enabled,
      requires: requires.length === 0 ? null : requires.map((each) => this.requirement(each)),
      overrides: overrides.length === 0 ? null : this.overrides(overrides),
      experiment: experiment && this.experiment(experiment),
      pins: pins.length === 0 ? NONE : pins.map((pin) => this.pin(key, pin)),
      rules: this.rules(snapshot),
      byDefault: served(key, { variant: defaultVariant, value: defaultValue }, 'default'),
      snapshot,
      holdouts: holdouts.length === 0 ? NONE : holdouts,
    };
  }

  private requirement({ flag, variant }: RequirementSnapshot): CompiledRequirement {
    return { flag, variant, find: () => this.find(flag) };
  }

  private experiment(snapshot: ExperimentSnapshot): CompiledExperiment {
    const { id, key, salt, variants, disabledArms, enrolled, dimensions = [] } = snapshot;
    const [first] = variants;
    if (first === undefined) throw new RangeError(`the experiment ${key} has no variants`);
    return {
      ...this.traffic(snapshot),
      reference: { id, key },
      phase: snapshot.phase,
      exposesOnDecide: snapshot.exposure === 'on_decide',
      paused: snapshot.status === 'paused',
      audience: this.audience(snapshot),
      variants,
      variantBuckets: new Buckets(salt, 'variant'),
      control: variants.find(({ control }) => control) ?? first,
      disabledArms: disabledArms.length === 0 ? null : disabledArms,
      isEnrolled: enrolled === null ? null : this.isEnrolled(EnrolledFilter.parse(enrolled)),
      participation: this.participation,
      dimensions: dimensions.length === 0 ? null : dimensions.map((each) => compileDimension(each, snapshot)),
    };
  }

  private traffic(snapshot: ExperimentSnapshot): CompiledTraffic {
    const { id, startedAt, bucketBy, salt, conflictDomain, trafficBuckets: traffic } = snapshot;
    return {
      id,
      startedAt,
      bucketBy: bucketBy === SUBJECT_ATTRIBUTE ? null : bucketBy,
      unit:
        bucketBy === null || bucketBy === SUBJECT_ATTRIBUTE ? null : DIALECTS[semanticsOf(snapshot)].reader(bucketBy),
      domain: conflictDomain === null ? null : (this.domains.get(conflictDomain) ?? emptyDomain(conflictDomain)),
      traffic,
      trafficBuckets: new Buckets(salt, 'traffic'),
    };
  }

  private isEnrolled(filter: EnrolledFilter): (unit: string) => boolean {
    return (unit) => filter.has(this.digest(unit));
  }

  private pin(flag: string, snapshot: PinSnapshot): CompiledPin {
    const { experimentId: id, experimentKey: key, kind } = snapshot;
    const reference = { id, key };
    const decision = served(flag, snapshot, REASON_OF_PIN[kind], reference);
    return { snapshot, reference, audience: this.audience(snapshot), served: decision };
  }

  private rules({ key, rules, variants }: FlagSnapshot): CompiledRule | null {
    return chain(rules, (rule, next: CompiledRule | null) => {
      const { name, when, serve } = rule;
      const compiled = compileServe(key, serve, variants);
      return compiled === undefined ? next : { name, holds: this.matcher(when, rule), serve: compiled, next };
    });
  }

  private overrides(overrides: readonly OverrideSnapshot[]): CompiledOverrides {
    const bySubject = new Map<string, OverrideSnapshot[]>();
    const byGroup: CompiledOverrides['byGroup'][number][] = [];
    for (const override of overrides) {
      if (override.for.kind === 'group') {
        const condition = { [SUBJECT_ATTRIBUTE]: { $inGroup: override.for.group } };
        byGroup.push({ override, isMember: this.matcher(condition, ANY_SEMANTICS) });
        continue;
      }
      const { subject } = override.for;
      const known = bySubject.get(subject);
      if (known) known.push(override);
      else bySubject.set(subject, [override]);
    }
    return { bySubject, byGroup };
  }

  private audience(audience: Meant & { readonly targeting: Condition | null }): Matcher | null {
    return audience.targeting === null ? null : this.matcher(audience.targeting, audience);
  }

  /** Conditions with the same JSON text and semantics are compiled once. */
  private matcher(condition: Condition, meant: Meant): Matcher {
    const semantics = semanticsOf(meant);
    const text = `${semantics}${JSON.stringify(condition)}`;
    let matcher = this.matchers.get(text);
    if (matcher === undefined) {
      matcher = compileMatcher(condition, semantics, this.groups);
      this.matchers.set(text, matcher);
    }
    return matcher;
  }
}

/** Undefined if the rule names an unknown variant. Writes are checked, but a read can see only a part of a change. */
function compileServe(
  flag: string,
  serve: RuleSnapshot['serve'],
  variants: Readonly<Record<string, Json>>,
): CompiledRule['serve'] | undefined {
  const decisionOf = (variant: string, reason: 'rule_match' | 'rule_split'): ServedDecision | undefined => {
    const value = Object.hasOwn(variants, variant) ? variants[variant] : undefined;
    return value === undefined ? undefined : served(flag, { variant, value }, reason);
  };
  if (serve.kind === 'variant') return decisionOf(serve.variant, 'rule_match');
  let isWhole = true;
  const shares = chain(serve.shares, ({ variant, upTo }, next: CompiledShare | null) => {
    const decision = decisionOf(variant, 'rule_split');
    isWhole &&= decision !== undefined;
    return decision === undefined ? next : { upTo, served: decision, next };
  });
  return isWhole && shares !== null ? new CompiledSplit(serve.salt, shares) : undefined;
}

const compileDimension = ({ attribute, values }: DimensionSnapshot, meant: Meant): CompiledDimension => ({
  attribute: DIALECTS[semanticsOf(meant)].reader(attribute),
  indexes: new Map(values.map((value, index) => [value, index + 1])),
});

/** Turns a list into a linked list, and returns its first link. */
function chain<T, Link>(list: readonly T[], link: (each: T, next: Link | null) => Link | null): Link | null {
  return list.reduceRight<Link | null>((next, each) => link(each, next), null);
}

function served(
  flag: string,
  { variant, value }: { readonly variant: string; readonly value: Json },
  reason: ServedDecision['reason'],
  experiment: ExperimentReference | null = null,
): ServedDecision {
  return { identified: false, flag, value, variant, reason, experiment, phase: null };
}

const byAge = (one: CompiledTraffic, other: CompiledTraffic): number =>
  one.startedAt - other.startedAt || (one.id < other.id ? -1 : 1);
