import type { StoredEvent } from '../../event-store/index.js';
import { isLive, loadTypeUsers, type Experiment, type TypeUser } from '../../experiments/index.js';
import type { LiveExperiments } from '../../experiments/module.js';
import type { CommandRunner } from '../../platform/command-runner.js';
import { conflict } from '../../platform/refusal.js';
import { typeReservations } from '../event-type.js';

/** Which experiments count an event type. */
export class TypeUses {
  constructor(
    private readonly runner: CommandRunner,
    private readonly live: Pick<LiveExperiments, 'everywhere'>,
  ) {}

  /** Those that reserved it, and the live ones that count it since before there were reservations. */
  async of(key: string, events: readonly StoredEvent[]): Promise<TypeUser[]> {
    const reserved = typeReservations(events);
    const known = new Set(reserved.map(({ experimentId }) => experimentId));
    const others = (await this.live.everywhere())
      .filter(({ id }) => !known.has(id))
      .map(({ id, environment }) => ({ experimentId: id, environment }));
    const counting = (await loadTypeUsers(this.runner, key, others)).filter(({ counts }) => counts);
    return [...(await loadTypeUsers(this.runner, key, reserved)), ...counting];
  }

  /** @throws Refusal `event_type_in_use` with the names of all live experiments that count it */
  checkUnused(key: string, users: readonly TypeUser[], advice = 'complete them first'): void {
    const counting = users.flatMap(({ counts, loaded: { state } }) =>
      counts && state && isLive(state) ? [state] : [],
    );
    if (counting.length === 0) return;
    const names = counting.map(nameOf).join('; ');
    throw conflict('event_type_in_use', `live experiments count the event type ${key}: ${names}: ${advice}`);
  }

  /**
   * An exposure exposes in whatever experiment its decision names, so no content says which experiments use the type.
   * @throws Refusal `event_type_in_use` where a live experiment takes its exposures from the product
   */
  async checkExposesNone(key: string): Promise<void> {
    const explicit = (await this.live.everywhere()).filter(({ exposure }) => exposure === 'explicit');
    if (explicit.length === 0) return;
    const advice = `their exposures may be of the type ${key}: send "confirm": true if none is`;
    throw conflict('event_type_in_use', `experiments are live: ${explicit.map(nameOf).join('; ')}: ${advice}`);
  }
}

const nameOf = ({ key, name, status }: Experiment): string => `${key} (${name}), ${status}`;
