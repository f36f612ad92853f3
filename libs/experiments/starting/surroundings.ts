import { eventTypeAggregate, eventTypeStream } from '../../telemetry/index.js';
import { flagAggregate, flagEnvironmentAggregate, flagEnvironmentStream, flagStream } from '../../flags/index.js';
import { atVersion } from '../../metrics/index.js';
import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import { own } from '../../primitives/own.js';
import { loadMetrics } from '../content/check-metrics.js';
import type { Experiment } from '../experiment.js';
import { loadPins } from '../pins.js';
import type { RecentExposures } from '../recent-exposures.js';
import { statusQuo } from '../status-quo.js';
import type { Recruitment } from '../underpowered.js';
import type { Surroundings } from '../warnings.js';

/** Loads from the streams the facts that the warnings of a submission depend on. */
export async function loadSurroundings(
  runner: CommandRunner,
  experiment: Experiment,
  recent: RecentExposures,
  now: string,
): Promise<Surroundings> {
  const { environment, flag: key, guardrails, metricVersions, targeting } = experiment;
  const flag = (await runner.load(flagAggregate, flagStream(key))).state;
  const here = (await runner.load(flagEnvironmentAggregate, flagEnvironmentStream(environment, key))).state;
  const served = flag ? statusQuo(flag, here, await loadPins(runner, environment, here), targeting) : undefined;

  const newest = await loadMetrics(
    runner,
    guardrails.map((guardrail) => guardrail.metric),
  );
  const metrics = new Map(
    [...newest].map(([name, metric]) => [name, atVersion(metric, own(metricVersions, name) ?? metric.version)]),
  );
  const exposures = new Set<string>();
  for (const { rule } of metrics.values()) {
    if (rule.kind !== 'ratio' || exposures.has(rule.denominatorEvent)) continue;
    const type = (await runner.load(eventTypeAggregate, eventTypeStream(rule.denominatorEvent))).state;
    if (type?.exposure) exposures.add(type.key);
  }
  return { served, metrics, exposures, recruitment: await recruitmentOf(experiment, recent, now) };
}

async function recruitmentOf(experiment: Experiment, recent: RecentExposures, now: string): Promise<Recruitment> {
  const { planned, environment, flag } = experiment;
  if (!planned) return { perDay: null, needed: null, now };
  const needed = 'subjects' in planned ? planned.subjects : await recent.subjectsNeeded(experiment);
  return { perDay: await recent.perDay(environment, flag), needed, now };
}
