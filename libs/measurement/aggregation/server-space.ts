import { isSameUnit, packUnit, unpackUnit } from './packed-unit.js';
import type { SubjectUnit } from './subject-units.js';
import type { Workspace } from './touched-units.js';
import { emptyRecord, type UnitState } from './unit-state.js';
import type { WaitingEvent } from './waiting.js';

/** True if client telemetry has made a difference to anything that was read. Without any, there is nothing to separate. */
export function isMarked({ units, subjectUnits, waiting }: Workspace): boolean {
  for (const unit of units.values()) if (unit.withoutClients !== undefined) return true;
  for (const own of subjectUnits.values()) if (own.some(({ atOfServers }) => atOfServers !== undefined)) return true;
  for (const own of waiting.values()) {
    if (own.some(({ waitsIn, takenOfServers }) => waitsIn !== undefined || takenOfServers !== undefined)) return true;
  }
  return false;
}

/** The same state for counting all telemetry: without what only the count of servers has. */
export function spaceOfAll(space: Workspace): Workspace {
  return {
    ...space,
    subjectUnits: mapped(space.subjectUnits, ({ atOfServers: _, ...each }) => [each]),
    waiting: mapped(space.waiting, ({ waitsIn, takenOfServers: _, ...event }) =>
      waitsIn === 'servers' ? [] : [event],
    ),
  };
}

/** A copy of the state as it would be if servers alone had sent telemetry. Ledgers are for results, which have all. */
export function spaceOfServers(space: Workspace): Workspace {
  const units = new Map<string, UnitState>();
  for (const [key, unit] of space.units) {
    const { withoutClients } = unit;
    if (withoutClients !== null) units.set(key, withoutClients ?? copyOf(unit));
  }
  return {
    ...space,
    units,
    subjectUnits: mapped(space.subjectUnits, withTimeOfServers),
    waiting: mapped(space.waiting, waitingForServers),
    ledgerUses: new Map(),
    ledger: new Map(),
  };
}

/** What is stored of a unit's state without client telemetry, beside the state with it. */
export function withoutClientsOf(unit: UnitState, ofServers: UnitState | undefined): UnitState['withoutClients'] {
  if (ofServers === undefined) return null;
  return isSameUnit(unit, ofServers) ? undefined : ofServers;
}

const copyOf = ({ withoutClients: _, ...unit }: UnitState): UnitState =>
  unpackUnit(packUnit({ ...unit, pre: emptyRecord() }));

function withTimeOfServers({ atOfServers, ...each }: SubjectUnit): SubjectUnit[] {
  return atOfServers === null ? [] : [{ ...each, at: atOfServers ?? each.at }];
}

function waitingForServers({ waitsIn, takenOfServers, ...event }: WaitingEvent): WaitingEvent[] {
  if (waitsIn === 'all') return [];
  return [{ ...event, decided: event.decided && { ...event.decided }, taken: [...(takenOfServers ?? event.taken)] }];
}

function mapped<Item>(lists: ReadonlyMap<string, readonly Item[]>, each: (item: Item) => Item[]): Map<string, Item[]> {
  return new Map([...lists].map(([key, items]) => [key, items.flatMap(each)]));
}
