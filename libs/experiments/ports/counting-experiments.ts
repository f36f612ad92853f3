import type { StoredEvent } from '../../event-store/index.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import { conflict } from '../../primitives/refusal.js';
import { typeReservations, TypeUses } from '../../telemetry/index.js';
import { isLive, type Experiment } from '../experiment.js';
import type { LiveExperiments } from '../live-experiments.js';
import { loadTypeUsers, standInTheWayOf, type TypeUser } from '../starting/counted-types.js';

/** Tells the telemetry part which experiments count an event type. */
export class CountingExperiments extends TypeUses {
  constructor(
    private readonly runner: CommandRunner,
    private readonly live: Pick<LiveExperiments, 'everywhere'>,
  ) {
    super();
  }

  override async checkUncounted(key: string, events: readonly StoredEvent[], advice: string): Promise<void> {
    checkUnused(key, await this.of(key, events), advice);
  }

  override async keepUncounted(
    key: string,
    events: readonly StoredEvent[],
    context: CommandContext,
    { exposes }: { readonly exposes: boolean },
  ): Promise<void> {
    const users = await this.of(key, events);
    checkUnused(key, users, 'complete them first');
    if (exposes) await this.checkExposesNone(key);
    for (const user of users) await standInTheWayOf(this.runner, user, key, context);
  }

  /** Experiments that reserved the type, and live ones that count it since before reservations existed. */
  private async of(key: string, events: readonly StoredEvent[]): Promise<TypeUser[]> {
    const reserved = typeReservations(events);
    const reservedIds = new Set(reserved.map(({ experimentId }) => experimentId));
    const others = (await this.live.everywhere())
      .filter(({ id }) => !reservedIds.has(id))
      .map(({ id, environment }) => ({ experimentId: id, environment }));
    const counting = (await loadTypeUsers(this.runner, key, others)).filter(({ counts }) => counts);
    return [...(await loadTypeUsers(this.runner, key, reserved)), ...counting];
  }

  /** An exposure belongs to the experiment of its decision, so no content says which experiments use the type. */
  private async checkExposesNone(key: string): Promise<void> {
    const explicit = (await this.live.everywhere()).filter(({ exposure }) => exposure === 'explicit');
    if (explicit.length === 0) return;
    const advice = `their exposures may be of the type ${key}: send "confirm": true if none is`;
    throw conflict('event_type_in_use', `experiments are live: ${explicit.map(nameOf).join('; ')}: ${advice}`);
  }
}

/** The refusal names all live experiments that count it. */
function checkUnused(key: string, users: readonly TypeUser[], advice: string): void {
  const counting = users.flatMap(({ counts, loaded: { state } }) => (counts && state && isLive(state) ? [state] : []));
  if (counting.length === 0) return;
  const names = counting.map(nameOf).join('; ');
  throw conflict('event_type_in_use', `live experiments count the event type ${key}: ${names}: ${advice}`);
}

const nameOf = ({ key, name, status }: Experiment): string => `${key} (${name}), ${status}`;
