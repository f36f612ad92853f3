import { WrongExpectedRevisionError } from '../../event-store/index.js';
import {
  BUILT_IN_TYPES,
  eventTypeAggregate,
  eventTypeStream,
  type EventType,
  type TypeReservation,
} from '../../telemetry/index.js';
import { atVersion, eventTypesOf, type VersionedMetric } from '../../metrics/index.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { toNewEvent, type CommandRunner, type Loaded } from '../../event-sourcing/command-runner.js';
import { newId } from '../../platform/ids.js';
import { conflict } from '../../primitives/refusal.js';
import { loadMetrics } from '../content/check-metrics.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import { isLive, type Experiment } from '../experiment.js';
import { experimentStream, type ExperimentEvent } from '../experiment.events.js';

const RESERVATION_TRIES = 20;

/** An experiment that reserved an event type, as it is now. */
export interface TypeUser {
  readonly stream: string;
  readonly loaded: Loaded<Experiment | null>;
  /** Whether one of its metrics or guardrails counts the type. */
  readonly counts: boolean;
}

type Named = Pick<Experiment, 'metricVersions'>;

/**
 * Reserves each event type that the experiment counts live after these events, but not before, on the type's stream.
 * Call it between the load of the experiment and the append of the events at the loaded revision. An archiving of the
 * type appends an event to each experiment that reserved it, so that this append fails.
 * @throws Refusal `event_type_archived`
 */
export async function reserveCounted(
  runner: CommandRunner,
  before: Experiment,
  events: readonly ExperimentEvent[],
  context: CommandContext,
): Promise<void> {
  const facts = { by: context.actor, at: context.at };
  const after = events.reduce<Experiment | null>(
    (state, event) => experimentAggregate.evolve(state, event, facts),
    before,
  );
  if (!after || !isLive(after)) return;
  const alreadyCounted = isLive(before) ? await countedTypes(runner, before) : new Map<string, string>();
  for (const [type, metric] of await countedTypes(runner, after)) {
    if (!alreadyCounted.has(type))
      await reserve(runner, type, metric, { experimentId: before.id, environment: before.environment }, context);
  }
}

/** @throws Refusal `event_type_archived` if a metric or guardrail counts an archived event type */
export async function checkCounted(runner: CommandRunner, experiment: Named): Promise<void> {
  for (const [type, metric] of await countedTypes(runner, experiment)) await loadOpen(runner, type, metric);
}

/** Loads the experiments of these reservations, each once, and tells whether they count the type. */
export async function loadTypeUsers(
  runner: CommandRunner,
  type: string,
  reservations: readonly TypeReservation[],
): Promise<TypeUser[]> {
  const users = new Map<string, TypeUser>();
  const metrics = new Map<string, VersionedMetric>();
  for (const { environment, experimentId } of reservations) {
    const stream = experimentStream(environment, experimentId);
    if (users.has(stream)) continue;
    const loaded = await runner.load(experimentAggregate, stream);
    const counts = loaded.state !== null && (await countedTypes(runner, loaded.state, metrics)).has(type);
    users.set(stream, { stream, loaded, counts });
  }
  return [...users.values()];
}

/** Appends an event to an experiment that may be about to count the type, so that its start or change fails. */
export async function standInTheWayOf(
  runner: CommandRunner,
  { stream, loaded }: TypeUser,
  type: string,
  context: CommandContext,
): Promise<void> {
  const { state } = loaded;
  if (!state || (state.status !== 'approved' && !isLive(state))) return;
  const abandoned: ExperimentEvent = { type: 'experiment_start_abandoned', data: { for: type } };
  const attempt = { ...context, environment: state.environment, commandId: newId() };
  await runner.appendAt(stream, loaded.revision, [toNewEvent(experimentAggregate, stream, abandoned, attempt, 0)]);
}

/** The event types that an experiment counts, each with a metric that names it; `cache` has metrics loaded before. */
async function countedTypes(
  runner: CommandRunner,
  { metricVersions }: Named,
  cache = new Map<string, VersionedMetric>(),
): Promise<Map<string, string>> {
  const missing = Object.keys(metricVersions).filter((key) => !cache.has(key));
  for (const [key, metric] of await loadMetrics(runner, missing)) cache.set(key, metric);
  const types = new Map<string, string>();
  for (const [key, version] of Object.entries(metricVersions)) {
    const metric = cache.get(key);
    for (const type of metric ? eventTypesOf(atVersion(metric, version).rule) : []) {
      if (!BUILT_IN_TYPES.has(type)) types.set(type, key);
    }
  }
  return types;
}

async function reserve(
  runner: CommandRunner,
  type: string,
  metric: string,
  reservation: TypeReservation,
  context: CommandContext,
): Promise<void> {
  const stream = eventTypeStream(type);
  for (let tries = 1; ; tries += 1) {
    const { state, revision } = await loadOpen(runner, type, metric);
    if (!state) return;
    const reserved = { type: 'event_type_reserved', data: reservation } as const;
    // A fresh id each time, so that a reservation of an earlier attempt is not taken for this one.
    const attempt = { ...context, commandId: newId() };
    try {
      await runner.appendAt(stream, revision, [toNewEvent(eventTypeAggregate, stream, reserved, attempt, 0)]);
      return;
    } catch (error) {
      // Other starts reserve the type, too. Only the reservation is retried then, not the whole start.
      if (!(error instanceof WrongExpectedRevisionError) || tries === RESERVATION_TRIES) throw error;
    }
  }
}

async function loadOpen(runner: CommandRunner, type: string, metric: string): Promise<Loaded<EventType | null>> {
  const loaded = await runner.load(eventTypeAggregate, eventTypeStream(type));
  if (!loaded.state?.archived) return loaded;
  throw conflict('event_type_archived', `the event type ${type}, which the metric ${metric} counts, is archived`);
}
