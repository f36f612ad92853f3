import type { EntityManager } from 'typeorm';
import { hasReached, type StoredEvent } from '../../event-store/index.js';
import { decodeFor, prefixOf } from '../../event-sourcing/aggregate.js';
import { ofTheEvent } from '../../event-sourcing/event-fault.js';
import { metadataOf } from '../../event-sourcing/recorded-event.js';
import { experimentAggregate, type Experiment } from '../../experiments/index.js';
import { triggersAggregate } from '../../guardrails/index.js';
import type { Clock } from '../../platform/clock.js';
import type { Projection, ProjectionDefinition } from '../../projections/index.js';
import { destinationAggregate, type Destination } from '../destination.js';
import { ruleAggregate, type NotificationRule } from '../notification-rule.js';
import { intentsOf, testOf, type Intent, type Occurrence } from '../occurrence.js';
import { ofBreach } from '../words/of-breach.js';
import { ofExperiment } from '../words/of-experiment.js';
import { Directory, knownOf } from './directory.js';
import { moveTold, sendAgain, storeIntents, toldPosition } from './intents.js';
import { managedNotifications } from './notification-tables.js';
import { DeliveryRow } from './outbox-tables.js';
import { toldTables } from './told-tables.js';

const PARTS = [managedNotifications, toldTables];
const TABLES = PARTS.flatMap(({ tables }) => tables);
const ENTITIES = PARTS.flatMap(({ entities }) => entities);

/** The schema of the projection. */
export const NOTIFICATIONS = 'notifications';

const isOf = (aggregate: { readonly category: string }, { stream }: StoredEvent): boolean =>
  stream.startsWith(prefixOf(aggregate));

/** The schema of the projection for its readers, who read the outbox as well. */
export const notificationsProgress: Pick<ProjectionDefinition, 'name' | 'entities' | 'migrations'> = {
  name: NOTIFICATIONS,
  entities: [...ENTITIES, DeliveryRow],
  migrations: [],
};

/** The projection that stores what is to be sent. It sends nothing by itself. */
export const toldDefinition = (clock: Clock): Omit<ProjectionDefinition, 'filter'> => ({
  name: NOTIFICATIONS,
  unorderedPrefixes: [prefixOf(triggersAggregate)],
  // Repeated crashes are not the fault of an event, and it must be told of in spite of them.
  crashesPark: false,
  entities: ENTITIES,
  migrations: PARTS.flatMap(({ migrations }) => migrations),
  create: () => new NotificationsProjection(clock),
});

/** The states of a stream around an event. */
type Seen = ReadonlyMap<string, unknown>;

/**
 * Stores an intent for each notification that an event asks for, in the transaction of the checkpoint. Rules and
 * destinations are those in force at the event. The outbox remembers how far the log was told of, apart from the
 * projection's own tables: if these are made anew, nothing is told a second time.
 */
class NotificationsProjection implements Projection {
  constructor(private readonly clock: Clock) {}

  reset(): void {
    // It has no state in memory.
  }

  async apply(events: readonly StoredEvent[], manager: EntityManager): Promise<void> {
    const last = events.at(-1);
    if (!last) return;
    const told = await toldPosition(manager);
    const isNews = ({ position }: StoredEvent): boolean => told === undefined || !hasReached(told, position);
    const directory = isNews(last) ? await Directory.load(manager) : undefined;
    const after = await fold(events, manager);
    if (!directory) return;
    await this.tell(events, isNews, directory, after, manager);
    await moveTold(manager, told, last.position);
  }

  private async tell(
    events: readonly StoredEvent[],
    isNews: (event: StoredEvent) => boolean,
    directory: Directory,
    after: Seen,
    manager: EntityManager,
  ): Promise<void> {
    const now = this.clock.now();
    const intents: Intent[] = [];
    for (const event of events) {
      // The tables fold these streams to these states.
      if (isOf(ruleAggregate, event)) directory.ruleIs(event.stream, stateAfter<NotificationRule>(after, event));
      else if (isOf(destinationAggregate, event)) {
        const destination = stateAfter<Destination>(after, event);
        directory.destinationIs(event.stream, destination);
        if (isNews(event)) intents.push(...(await asked(event, destination, manager, now)));
      } else if (isNews(event)) {
        const occurrence = await occurrenceOf(event, after, manager);
        if (occurrence) intents.push(...intentsOf(occurrence, directory.rules, directory.destinations));
      }
    }
    await storeIntents(manager, intents, now);
  }
}

/** Folds the events into the tables. @returns the state of its stream after each event, by position */
async function fold(events: readonly StoredEvent[], manager: EntityManager): Promise<Seen> {
  const seen = new Map<string, unknown>();
  for (const table of TABLES) {
    const own = events.filter(({ stream }) => stream.startsWith(table.prefix));
    if (own.length > 0)
      await table.apply(own, manager, ({ position }, _before, state) => void seen.set(position, state));
  }
  return seen;
}

/** The state of the event's own stream after it; the caller knows the type that its table folds. */
const stateAfter = <State>(after: Seen, { position }: StoredEvent): State | null =>
  (after.get(position) ?? null) as State | null;

/** A test becomes an intent; what is to be sent again is there already. */
async function asked(
  stored: StoredEvent,
  destination: Destination | null,
  manager: EntityManager,
  now: Date,
): Promise<Intent[]> {
  const event = decodeFor(destinationAggregate, stored);
  if (event.type === 'delivery_resend_requested') await sendAgain(manager, event.data.delivery, now);
  if (event.type !== 'destination_test_requested' || !destination) return [];
  const { by, at } = metadataOf(stored);
  return [testOf(event.data.delivery, destination, by.name, at)];
}

async function occurrenceOf(stored: StoredEvent, after: Seen, manager: EntityManager): Promise<Occurrence | undefined> {
  if (isOf(triggersAggregate, stored)) {
    const event = decodeFor(triggersAggregate, stored);
    if (event.type !== 'guardrail_breached') return undefined;
    const { experiment, tags } = await knownOf(manager, event.data.environment, event.data.experiment);
    return ofTheEvent(() => ofBreach(event.data, experiment, tags));
  }
  if (!isOf(experimentAggregate, stored)) return undefined;
  const experiment = stateAfter<Experiment>(after, stored);
  if (!experiment) return undefined;
  const { tags } = await knownOf(manager, experiment.environment, experiment.id);
  const event = decodeFor(experimentAggregate, stored);
  const { position } = stored;
  return ofTheEvent(() => ofExperiment({ event, experiment, tags, position, ...metadataOf(stored) }));
}
