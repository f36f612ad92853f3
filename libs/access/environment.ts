import { DEFAULT_ENVIRONMENT } from '../event-sourcing/author.js';
import type { Aggregate } from '../event-sourcing/aggregate.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import { conflict } from '../primitives/refusal.js';

/** Each environment has its own state of flags, experiments, review policy, decisions and telemetry. */
export interface Environment {
  readonly key: string;
  readonly name: string;
}

/** On `environments-all`: a single stream, so that one read gives all environments. */
export type EnvironmentEvent = DomainEvent<'environment_added', Environment>;

const ENVIRONMENTS_CATEGORY = 'environments';
export const ENVIRONMENTS_STREAM = `${ENVIRONMENTS_CATEGORY}-all`;

/** All environments; `production` always exists. */
export const environmentsAggregate: Aggregate<readonly Environment[], EnvironmentEvent> = {
  category: ENVIRONMENTS_CATEGORY,
  codec: eventCodec<EnvironmentEvent>({ environment_added: 1 }),
  initialState: [{ key: DEFAULT_ENVIRONMENT, name: 'Production' }],
  shared: true,
  evolve: (environments, event) => [...environments, event.data],
};

export function addEnvironment(environments: readonly Environment[], command: Environment): EnvironmentEvent[] {
  if (environments.some(({ key }) => key === command.key)) {
    throw conflict('key_taken', `the environment ${command.key} exists already`);
  }
  return [{ type: 'environment_added', data: command }];
}

/** All environments, from their stream. */
export const loadEnvironments = async (runner: CommandRunner): Promise<readonly Environment[]> =>
  (await runner.load(environmentsAggregate, ENVIRONMENTS_STREAM)).state;
