import type { EntityManager } from 'typeorm';
import { experimentStream, type Experiment } from '../../experiments/index.js';
import { flagStream, type Flag } from '../../flags/index.js';
import { unpacked } from '../../primitives/written-json.js';
import { destinationStream, type Destination } from '../destination.js';
import { ruleStream, type NotificationRule } from '../notification-rule.js';

/** The rules and destinations in force at an event; it is told of each change in the order of the log. */
export class Directory {
  private constructor(
    private readonly rulesByStream: Map<string, NotificationRule>,
    private readonly destinationsById: Map<string, Destination>,
  ) {}

  /** @param schema of the tables; default that of the connection */
  static async load(manager: Pick<EntityManager, 'query'>, schema?: string): Promise<Directory> {
    const rules = await statesIn<NotificationRule>(manager, 'notification_rules', schema);
    const destinations = await statesIn<Destination>(manager, 'notification_destinations', schema);
    return new Directory(
      new Map(rules.map((rule) => [ruleStream(rule.id), rule])),
      new Map(destinations.map((destination) => [destination.id, destination])),
    );
  }

  get rules(): Iterable<NotificationRule> {
    return this.rulesByStream.values();
  }

  get destinations(): ReadonlyMap<string, Destination> {
    return this.destinationsById;
  }

  ruleIs(stream: string, rule: NotificationRule | null): void {
    if (rule === null) this.rulesByStream.delete(stream);
    else this.rulesByStream.set(stream, rule);
  }

  destinationIs(stream: string, destination: Destination | null): void {
    if (destination !== null) this.destinationsById.set(destination.id, destination);
    else
      for (const id of this.destinationsById.keys())
        if (destinationStream(id) === stream) this.destinationsById.delete(id);
  }
}

async function statesIn<State>(
  manager: Pick<EntityManager, 'query'>,
  table: string,
  schema: string | undefined,
): Promise<State[]> {
  const from = schema === undefined ? table : `${schema}.${table}`;
  const rows = await manager.query<{ state: State }[]>(`SELECT state FROM ${from} ORDER BY created_position`);
  return rows.map(({ state }) => unpacked(state));
}

/** An experiment as it is now, and the tags of its flag. */
export interface Known {
  readonly experiment: Experiment | null;
  readonly tags: readonly string[];
}

/** Reads what is known of an experiment. @param schema of the tables; default that of the connection */
export async function knownOf(
  manager: Pick<EntityManager, 'query'>,
  environment: string,
  id: string,
  schema?: string,
): Promise<Known> {
  const prefix = schema === undefined ? '' : `${schema}.`;
  const [row] = await manager.query<{ state: Experiment }[]>(
    `SELECT state FROM ${prefix}told_experiments WHERE stream = $1`,
    [experimentStream(environment, id)],
  );
  const experiment = row ? unpacked(row.state) : null;
  if (experiment === null) return { experiment, tags: [] };
  const [flag] = await manager.query<{ state: Flag }[]>(`SELECT state FROM ${prefix}told_flags WHERE stream = $1`, [
    flagStream(experiment.flag),
  ]);
  return { experiment, tags: flag ? flag.state.tags : [] };
}
