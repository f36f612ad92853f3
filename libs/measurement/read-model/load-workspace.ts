import type { EntityManager } from 'typeorm';
import { rowsByKeys } from '../../projections/index.js';
import type { TelemetryBatch, TelemetryItem } from '../../telemetry/index.js';
import { countedAt } from '../aggregation/counted-event.js';
import { unitKey, type Workspace } from '../aggregation/touched-units.js';
import type { SubjectUnit } from '../aggregation/subject-units.js';
import { unpackUnit } from '../aggregation/packed-unit.js';
import type { Tracked } from '../aggregation/tracked.js';
import { exposedAt, type UnitState } from '../aggregation/unit-state.js';
import { personKey } from '../aggregation/waiting.js';
import { NO_LINKS, personIn, type LinkCache, type Links } from './link-cache.js';
import { readLedger, type MetricNeeds } from './ledger-rows.js';
import { isAnyWaiting, readTaken, readWaiting } from './read-waiting.js';

/** An item with the batch it came in. */
export interface Received {
  readonly item: TelemetryItem;
  readonly batch: TelemetryBatch;
}

interface UnitName {
  readonly experiment: string;
  readonly unit: string;
}

/** Reads the state that a stretch of telemetry changes: only the rows that its items may touch. */
export class WorkspaceLoader {
  /** While this is false, no look-up of waiting events is needed; undefined until it is read. */
  private anyWaiting: boolean | undefined;

  constructor(
    private readonly cache: Pick<Map<string, UnitState>, 'get'>,
    private readonly links: LinkCache,
  ) {}

  reset(): void {
    this.anyWaiting = undefined;
  }

  /** Records that events wait from now on. */
  noteWaiting(): void {
    this.anyWaiting = true;
  }

  async load(
    received: readonly Received[],
    tracked: (experiment: string) => Tracked | undefined,
    needs: MetricNeeds,
    manager: EntityManager,
  ): Promise<Workspace> {
    const space = empty(tracked, await this.links.load(digestsOf(received), manager), needs);
    const names = new Map<string, UnitName>();
    const persons = new Set<string>();
    for (const { item, batch } of received) {
      const { attribution } = item;
      if (!attribution) persons.add(space.personOf(batch.environment, item.subject));
      else if (attribution.counted) {
        const name = { experiment: attribution.experiment, unit: unitOf({ item, batch }, space) };
        names.set(unitKey(name.experiment, name.unit), name);
      }
    }
    await this.loadUnits(space, names, manager);
    if (needs.ledgerUses.size > 0) {
      const ledgered = ledgeredPersons(received, space);
      for (const person of ledgered) persons.add(person);
      await readLedger(space.ledger, ledgered, manager);
    }
    await this.loadPersons(space, [...persons], manager);
    await this.loadSubjectUnits(space, received, [...persons], manager);
    await this.loadWaiting(space, received, manager);
    return space;
  }

  /** Reads the whole state of two subjects that a link joins. */
  async loadForLink(
    environment: string,
    persons: readonly string[],
    receivedAt: number,
    tracked: (experiment: string) => Tracked | undefined,
    manager: EntityManager,
  ): Promise<Workspace> {
    const space = empty(tracked, NO_LINKS, NO_NEEDS);
    await readLedger(space.ledger, persons, manager);
    await this.loadPersons(space, persons, manager);
    await this.readSubjectUnits(space, persons, manager);
    await readWaiting(space, environment, persons, receivedAt, manager);
    return space;
  }

  private async loadUnits(space: Workspace, names: Map<string, UnitName>, manager: EntityManager): Promise<void> {
    const missing: UnitName[] = [];
    for (const [key, name] of names) {
      const state = this.cache.get(key);
      if (state) space.units.set(key, state);
      else missing.push(name);
    }
    if (missing.length === 0) return;
    const rows = await manager.query<UnitRecord[]>(
      rowsByKeys('units', UNIT, {
        unit: `string_to_array($1, E'\\n')`,
        experiment_id: `string_to_array($2, E'\\n')`,
      }),
      [missing.map(({ unit }) => unit).join('\n'), missing.map(({ experiment }) => experiment).join('\n')],
    );
    addUnits(space, rows);
  }

  /** Loads every unit that is a person itself, in all experiments. */
  private async loadPersons(space: Workspace, persons: readonly string[], manager: EntityManager): Promise<void> {
    if (persons.length === 0) return;
    const rows = await manager.query<UnitRecord[]>(rowsByKeys('units', UNIT, { unit: '$1::text[]' }), [persons]);
    const unseen = rows.filter((row) => !space.units.has(unitKey(row.experiment_id, row.unit)));
    addUnits(space, unseen);
  }

  private async loadSubjectUnits(
    space: Workspace,
    received: readonly Received[],
    persons: readonly string[],
    manager: EntityManager,
  ): Promise<void> {
    const others = received.flatMap(({ item: { attribution }, batch }) =>
      attribution && attribution.unit !== attribution.subject
        ? [space.personOf(batch.environment, attribution.subject)]
        : [],
    );
    const wanted = [...new Set([...persons, ...others])];
    if (wanted.length > 0) await this.readSubjectUnits(space, wanted, manager);
  }

  private async readSubjectUnits(space: Workspace, persons: readonly string[], manager: EntityManager): Promise<void> {
    const rows = await manager.query<
      {
        environment: string;
        person: string;
        experiment_id: string;
        unit: string;
        at: string;
        at_of_servers: string | null;
        state: string | null;
      }[]
    >(rowsByKeys('subject_units', `*, (${STATE_OF_UNIT}) AS state`, { person: '$1::text[]' }), [persons]);
    for (const { environment, person, experiment_id: experiment, unit, at, at_of_servers: ofServers, state } of rows) {
      const key = personKey(environment, person);
      const units: SubjectUnit[] = space.subjectUnits.get(key) ?? [];
      const mark = at === ofServers ? {} : { atOfServers: ofServers === null ? null : Number(ofServers) };
      space.subjectUnits.set(key, [...units, { experiment, unit, at: Number(at), ...mark }]);
      const name = unitKey(experiment, unit);
      if (state && !space.units.has(name)) space.units.set(name, this.cache.get(name) ?? unpackUnit(state));
    }
  }

  /** Loads the events that an exposure here may make count, unless none wait at all. */
  private async loadWaiting(space: Workspace, received: readonly Received[], manager: EntityManager): Promise<void> {
    this.anyWaiting ??= await isAnyWaiting(manager);
    if (!this.anyWaiting) return;
    const earliest = received.reduce((least, { batch }) => Math.min(least, batch.receivedAt), Infinity);
    for (const [environment, exposed] of this.exposedAnew(received, space)) {
      await readWaiting(space, environment, [...exposed], earliest, manager);
    }
    await readTaken(space, widenedUnits(received, space), manager);
  }

  /** Per environment, the subjects and units whose exposure here may be their first, earlier, or to another variant. */
  private exposedAnew(received: readonly Received[], space: Workspace): Map<string, Set<string>> {
    const anew = new Map<string, Set<string>>();
    for (const one of received) {
      const { item, batch } = one;
      const { attribution, type } = item;
      if (!attribution || !type.exposure) continue;
      const unit = unitOf(one, space);
      const state = space.units.get(unitKey(attribution.experiment, unit));
      const at = countedAt(item, batch.receivedAt);
      const isRepeated = everyState(
        state,
        (each) => each.exposures[attribution.variant] !== undefined && exposedAt(each) <= at,
      );
      if (isRepeated && attribution.unit === attribution.subject) continue;
      const exposed = anew.get(batch.environment) ?? new Set();
      anew.set(batch.environment, exposed.add(space.personOf(batch.environment, attribution.subject)).add(unit));
    }
    return anew;
  }
}

/** True if it holds for the unit's state, with client telemetry and without it. */
function everyState(state: UnitState | undefined, holds: (state: UnitState) => boolean): boolean {
  if (!state || !holds(state)) return false;
  const { withoutClients } = state;
  return withoutClients === undefined || (withoutClients !== null && holds(withoutClients));
}

const NO_NEEDS: MetricNeeds = { ledgerUses: new Map(), conditional: new Set() };

/** The persons whose ledger or first exposure may change. */
function ledgeredPersons(received: readonly Received[], space: Workspace): string[] {
  const persons = received
    .filter(({ item: { type } }) => type.exposure || space.ledgerUses.has(type.key))
    .map(({ item, batch }) => space.personOf(batch.environment, item.attribution?.subject ?? item.subject));
  return [...new Set(persons)];
}

function empty(tracked: (experiment: string) => Tracked | undefined, links: Links, needs: MetricNeeds): Workspace {
  return {
    units: new Map(),
    subjectUnits: new Map(),
    waiting: new Map(),
    ...needs,
    ledger: new Map(),
    personOf: (environment, digest) => personIn(links, environment, digest),
    tracked,
  };
}

function unitOf({ item: { attribution, subject }, batch }: Received, space: Workspace): string {
  const own = attribution === null || attribution.unit === attribution.subject;
  return own ? space.personOf(batch.environment, attribution?.subject ?? subject) : attribution.unit;
}

/** Units, not the subjects themselves, exposed to one more variant: the events of all their subjects matter. */
function widenedUnits(received: readonly Received[], space: Workspace): string[] {
  return received.flatMap(({ item: { attribution, type } }) => {
    if (!attribution || !type.exposure || attribution.unit === attribution.subject) return [];
    const key = unitKey(attribution.experiment, attribution.unit);
    const state = space.units.get(key);
    return state && !everyState(state, (each) => each.exposures[attribution.variant] !== undefined) ? [key] : [];
  });
}

const UNIT = 'experiment_id, unit, state';
const STATE_OF_UNIT = `SELECT state FROM units
  WHERE units.unit = subject_units.unit AND units.experiment_id = subject_units.experiment_id`;

interface UnitRecord {
  readonly experiment_id: string;
  readonly unit: string;
  readonly state: string;
}

function addUnits(space: Workspace, rows: readonly UnitRecord[]): void {
  for (const { experiment_id: experiment, unit, state } of rows)
    space.units.set(unitKey(experiment, unit), unpackUnit(state));
}

/** Digests whose links matter, by environment. */
function digestsOf(received: readonly Received[]): Map<string, Set<string>> {
  const digests = new Map<string, Set<string>>();
  for (const { item, batch } of received) {
    let own = digests.get(batch.environment);
    if (!own) digests.set(batch.environment, (own = new Set()));
    own.add(item.attribution?.subject ?? item.subject);
  }
  return digests;
}
