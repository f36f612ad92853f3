import { atVersion, type Metric } from '../../metrics/index.js';
import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import { own } from '../../primitives/own.js';
import { invalid } from '../../primitives/refusal.js';
import type { Experiment } from '../experiment.js';
import type { ExperimentEvent } from '../experiment.events.js';
import { loadMetrics, pointersOfNamed, type Named } from './check-metrics.js';
import { comparisonsIn } from './guardrails.js';

/** What is to be measured, and by which salt subjects are assigned. */
type Measured = Pick<Experiment, 'attachments' | 'guardrails' | 'metricVersions' | 'bucketBy' | 'id' | 'salt'>;

/** What the body names; anything else that is wrong stands `elsewhere`, which is a JSON pointer. */
interface Body extends Named {
  readonly bucketBy?: string | null | undefined;
  readonly elsewhere?: string;
}

/**
 * Checks that what is asked of each metric can be had of it, at the version that was attached, after these events.
 * @throws Refusal `not_comparable`, `unit_not_subject`, `same_assignment` with its pointer
 */
export async function checkMeasurable(
  runner: CommandRunner,
  body: Body,
  before: Experiment | null,
  events: readonly ExperimentEvent[],
): Promise<void> {
  const after = measuredAfter(before, events);
  if (!after) return;
  const pointers = pointersOfNamed(body);
  for (const metric of await metricsOf(runner, after)) {
    checkComparable(metric, after, body);
    if (metric.varianceReduction) checkReduction(metric, after, pointers.get(metric.key) ?? elsewhere(body), body);
  }
}

const elsewhere = ({ elsewhere: pointer = '' }: Body): string => pointer;

/** What a metric has to be fit for. */
const ASKED: readonly (keyof Measured)[] = ['attachments', 'guardrails', 'metricVersions', 'bucketBy'];

/** The content after the events; null if they change nothing of it. An opened amendment counts as applied. */
function measuredAfter(before: Experiment | null, events: readonly ExperimentEvent[]): Measured | null {
  for (const { type, data } of events) {
    if (type === 'experiment_drafted') return data;
    if (before && type === 'experiment_edited' && ASKED.some((name) => name in data)) return { ...before, ...data };
    if (before && type === 'experiment_amendment_opened') return { ...before, ...data.changes };
  }
  return null;
}

async function metricsOf(runner: CommandRunner, { metricVersions }: Measured): Promise<Metric[]> {
  const newest = await loadMetrics(runner, Object.keys(metricVersions));
  return [...newest.values()].map((metric) => atVersion(metric, own(metricVersions, metric.key) ?? metric.version));
}

/** A quantile has no test that holds at every look. */
function checkComparable({ key, rule }: Metric, after: Measured, body: Body): void {
  if (rule.kind !== 'quantile') return;
  const why = 'a quantile is not compared with control: it has no test that holds at every look';
  if (after.attachments.some(({ metric, margin }) => metric === key && margin !== null)) {
    throw invalid('not_comparable', why, marginPointer(key, body));
  }
  if (comparisonsIn(after.guardrails).some(({ metric }) => metric === key)) {
    throw invalid('not_comparable', why, scopePointer(key, body));
  }
}

function marginPointer(key: string, body: Body): string {
  if (body.metric === key) return '/margin';
  const index = (body.metrics ?? []).findIndex((each) => typeof each !== 'string' && each.metric === key);
  return index < 0 ? elsewhere(body) : `/metrics/${index}/margin`;
}

function scopePointer(key: string, body: Body): string {
  if (body.metric === key) return '/scope';
  const isIt = ({ metric, threshold }: { metric: string; threshold?: unknown }): boolean =>
    metric === key && threshold === undefined;
  const index = (body.guardrails ?? []).findIndex(isIt);
  return index < 0 ? elsewhere(body) : `/guardrails/${index}/scope`;
}

/** Earlier values are those of subjects, and free of the experiment's effect only if their assignment is new. */
function checkReduction({ key }: Metric, { bucketBy, id, salt }: Measured, pointer: string, body: Body): void {
  if (bucketBy !== null) {
    const why = `the metric ${key} reduces variance by earlier values of subjects, but the unit is ${bucketBy}`;
    throw invalid('unit_not_subject', why, body.bucketBy === undefined ? pointer : '/bucketBy');
  }
  if (salt === id) return;
  const why = `the metric ${key} reduces variance by earlier values, which the original experiment has changed`;
  throw invalid('same_assignment', why, pointer);
}
