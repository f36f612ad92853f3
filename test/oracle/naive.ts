import { Big } from 'big.js';
import type { TelemetryItem } from '../../libs/telemetry/index.js';
import type { Experiment } from '../../libs/experiments/index.js';
import { METRICS, VARIANTS, type Entry, type Played } from './play.js';

const DAY_MS = 86_400_000;
const PATIENCE_MS = 7 * DAY_MS;
const SLACK_MS = 5 * 60_000;

/** An event that counts for an experiment: for one unit, in one or more variants. */
export interface Counted {
  readonly item: TelemetryItem;
  /** The earlier of its own time and its receipt. */
  readonly at: number;
  readonly unit: string;
  /** From the decision id; null for an event without one, which counts in all variants that its unit was exposed to. */
  readonly variant: string | null;
  /** The variants that it counts in. */
  readonly variants: readonly string[];
  readonly phase: number | null;
}

/** The result for one experiment, computed from the whole list in the slow and obvious way. */
export interface Verdict {
  readonly counted: readonly Counted[];
  /** By unit: its exposures. */
  readonly exposures: ReadonlyMap<string, readonly Counted[]>;
  readonly waiting: number;
  readonly expired: number;
  readonly tail: number;
  /** Exposures later than 15 minutes after the end, by variant. */
  readonly servedAfter: ReadonlyMap<string, number>;
}

export type Item = Extract<Entry, { kind: 'item' }>;

export function judgeList({ entries, asOf }: Played, experiment: Experiment): Verdict {
  const items = firstOfEach(entries);
  const links = firstLinks(entries);
  const freeze = entries.find((entry) => entry.kind === 'freeze' && entry.experiment === experiment.id)?.place;
  const end = experiment.completedAt === null ? Infinity : Date.parse(experiment.completedAt);
  const timeOf = ({ item, receivedAt }: Item): number => Math.min(item.at, receivedAt);
  const person = (subject: string): string => groupOf(subject, links, Infinity);
  const unitOf = (item: TelemetryItem): string => {
    const own = item.attribution === null || item.attribution.unit === item.subject;
    return own ? person(item.subject) : item.attribution.unit;
  };
  const isOwn = ({ item }: Item): boolean => item.attribution?.experiment === experiment.id;
  const exposing = items.filter((entry) => isOwn(entry) && entry.item.type.exposure && timeOf(entry) <= end);
  const enrolled = new Set(
    exposing.filter(({ place }) => freeze === undefined || place < freeze).map(({ item }) => unitOf(item)),
  );
  const exposures = exposing.filter(({ item }) => enrolled.has(unitOf(item)));

  /** True if the exposure makes the event count: it came before, or in time after, and the subjects are linked then. */
  const serves = (exposure: Item, event: Item): boolean => {
    const until = event.receivedAt + PATIENCE_MS;
    const inTime = exposure.place <= event.place || exposure.receivedAt <= until;
    return inTime && sameBy(exposure.item.subject, event.item.subject, links, until);
  };

  /** Another subject's exposure of a shared unit needs no link. */
  const isInTime = (exposure: Item, event: Item, unit: string): boolean =>
    exposure.item.attribution?.unit === unit && exposure.item.subject !== unit
      ? exposure.place <= event.place || exposure.receivedAt <= event.receivedAt + PATIENCE_MS
      : serves(exposure, event);

  const counted: Counted[] = [];
  let [waiting, expired, tail] = [0, 0, 0];
  const servedAfter = new Map<string, number>();
  for (const event of items) {
    const { item } = event;
    const at = timeOf(event);
    if (item.attribution) {
      if (!isOwn(event)) continue;
      if (at > end) {
        tail += 1;
        const { variant } = item.attribution;
        const isServed = item.type.exposure && at > end + 900_000;
        if (isServed) servedAfter.set(variant, (servedAfter.get(variant) ?? 0) + 1);
        continue;
      }
      const unit = unitOf(item);
      if (freeze !== undefined && event.place > freeze && !enrolled.has(unit)) continue;
      const byCompany = item.attribution.unit !== item.subject;
      const served = exposures
        .filter((exposure) => unitOf(exposure.item) === unit)
        .some((exposure) =>
          byCompany
            ? exposure.place <= event.place || exposure.receivedAt <= event.receivedAt + PATIENCE_MS
            : serves(exposure, event),
        );
      if (item.type.requiresExposure && !served) {
        if (event.receivedAt < asOf - PATIENCE_MS) expired += 1;
        else waiting += 1;
        continue;
      }
      const { variant, phase } = item.attribution;
      counted.push({ item, at, unit, variant, variants: [variant], phase });
      continue;
    }
    if (!METRICS.some(({ rule }) => eventsIn(rule).includes(item.type.key))) continue;
    const units = new Set(
      exposures
        .filter((exposure) => timeOf(exposure) <= at + SLACK_MS && serves(exposure, event))
        .map((exposure) => unitOf(exposure.item)),
    );
    if (at > end) tail += units.size;
    else {
      for (const unit of units) {
        const variants = VARIANTS.filter((variant) =>
          exposures.some(
            (exposure) =>
              unitOf(exposure.item) === unit &&
              exposure.item.attribution?.variant === variant &&
              isInTime(exposure, event, unit),
          ),
        );
        counted.push({ item, at, unit, variant: null, variants, phase: null });
      }
    }
  }
  const byUnit = new Map<string, Counted[]>();
  for (const each of counted) {
    if (each.item.type.exposure) byUnit.set(each.unit, [...(byUnit.get(each.unit) ?? []), each]);
  }
  return { counted, exposures: byUnit, waiting, expired, tail, servedAfter };
}

/** The log without client telemetry: of an id that both sent, the first counts, whoever sent it. */
export const ofServers = (played: Played): Played => {
  const first = new Set(firstOfEach(played.entries));
  const isKept = (entry: Entry): boolean => entry.kind !== 'item' || (first.has(entry) && entry.source === 'server');
  return { ...played, entries: played.entries.filter(isKept) };
};

export const eventsIn = (rule: (typeof METRICS)[number]['rule']): string[] =>
  rule.kind === 'ratio' ? [rule.numeratorEvent, rule.denominatorEvent] : [rule.event];

export function firstOfEach(entries: readonly Entry[]): Item[] {
  const seen = new Set<string>();
  return entries.filter((entry): entry is Item => {
    if (entry.kind !== 'item' || seen.has(entry.item.id)) return false;
    seen.add(entry.item.id);
    return true;
  });
}

interface Link {
  readonly from: string;
  readonly to: string;
  readonly receivedAt: number;
}

/** The first link of each `from`. */
function firstLinks(entries: readonly Entry[]): Link[] {
  const links = entries.flatMap((entry) => (entry.kind === 'link' ? [entry] : []));
  return links.filter((link, index) => links.findIndex(({ from }) => from === link.from) === index);
}

/** The representative (the least) of the subjects that links received up to a time have joined. */
function groupOf(subject: string, links: readonly Link[], until: number): string {
  const group = new Set([subject]);
  for (let size = 0; size !== group.size;) {
    size = group.size;
    for (const { from, to, receivedAt } of links) {
      if (receivedAt <= until && (group.has(from) || group.has(to))) group.add(from).add(to);
    }
  }
  return [...group].sort()[0] ?? subject;
}

/** The representative of a subject after all links. */
export const personOf = (entries: readonly Entry[], subject: string): string =>
  groupOf(subject, firstLinks(entries), Infinity);

const sameBy = (one: string, other: string, links: readonly Link[], until: number): boolean =>
  groupOf(one, links, until) === groupOf(other, links, until);

/** The phase of a unit: the lowest among its exposures or, without any, among its decision ids. */
export function phaseOfUnit(verdict: Verdict, unit: string): number {
  const of = verdict.exposures.get(unit) ?? verdict.counted.filter((each) => each.unit === unit && each.phase !== null);
  return Math.min(...of.map(({ phase }) => phase ?? Infinity));
}

export const variantsOfUnit = (verdict: Verdict, unit: string): string[] =>
  VARIANTS.filter((variant) => verdict.exposures.get(unit)?.some((each) => each.variant === variant));

export const valueOf = ({ item }: Counted, property: string): Big | null => {
  const value = item.properties?.[property];
  return typeof value === 'number' ? new Big(value) : null;
};
