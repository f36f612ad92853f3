import type { Json, JsonObject, StoredEvent } from '../event-store/index.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { eventCodec } from '../event-sourcing/event-codec.js';

/** The claims of a verified decision id. `unit` was hashed for bucketing: the subject, or the value of `bucketBy`. */
export interface Attribution {
  readonly experiment: string;
  readonly phase: number;
  readonly variant: string;
  /** Digests. */
  readonly subject: string;
  readonly unit: string;
  /** False for events of an override: stored, but never counted. */
  readonly counted: boolean;
  /** The index of the subject's value in each of the experiment's dimensions; 0 is 'other', as is a missing one. */
  readonly dimensionValues: readonly number[];
}

/** The event type as it was when the event was accepted. */
export interface ItemType {
  readonly key: string;
  readonly exposure: boolean;
  readonly requiresExposure: boolean;
}

/** One accepted event. `hash` tells a repeated event from another one under the same id. */
export interface TelemetryItem {
  readonly id: string;
  readonly type: ItemType;
  /** Event time, epoch milliseconds. */
  readonly at: number;
  /** Digest of the subject. */
  readonly subject: string;
  /** Null for an event without a decision id. */
  readonly attribution: Attribution | null;
  readonly hash: string;
  readonly properties: JsonObject | undefined;
}

/** Who sent telemetry: servers with a secret key, or pages and apps with a client key, whose word is anybody's. */
export const SOURCES = ['server', 'client'] as const;
export type Source = (typeof SOURCES)[number];

/** One stored event holds a whole batch. */
export interface TelemetryBatch {
  readonly environment: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** Milliseconds subtracted from the events' times, because the sender's clock was wrong; 0 if it was right. */
  readonly corrected: number;
  readonly source: Source;
  readonly items: readonly TelemetryItem[];
}

/** A link of two subjects (digests). The first link of a `from` counts, later ones do not. */
export interface SubjectLink {
  readonly environment: string;
  readonly receivedAt: number;
  readonly from: string;
  readonly to: string;
}

/** The claims that many decisions of a batch share. The values of dimensions came with version 2. */
type StoredArm = readonly [experiment: string, phase: number, variant: string, counted: 0 | 1, ...values: number[]];

/**
 * `age` is the receipt minus the event's time, in milliseconds. `arm` is -1 without a decision id. The unit is left out
 * if it is the subject. Missing properties are null if a unit follows, and left out otherwise.
 */
type StoredItem = [
  id: string,
  type: number,
  age: number,
  arm: number,
  subject: string,
  hash: string,
  properties?: JsonObject | null,
  unit?: string,
];

/** The stored form of a batch: types and arms once each, and items as rows that point at them. */
interface StoredBatch {
  readonly receivedAt: number;
  readonly corrected?: number;
  /** Present if a client key sent the batch. It came with version 3. */
  readonly client?: 1;
  readonly types: readonly (readonly [key: string, exposure: 0 | 1, requiresExposure: 0 | 1])[];
  readonly arms: readonly StoredArm[];
  readonly items: readonly StoredItem[];
}

export const TELEMETRY_PREFIX = 'telemetry-';
export const TELEMETRY_RECORDED = 'telemetry_recorded';
export const SUBJECT_LINKED = 'subject_linked';

/** On `telemetry-<environment>:<writer>`. */
type TelemetryEvent =
  | DomainEvent<typeof TELEMETRY_RECORDED, StoredBatch>
  | DomainEvent<typeof SUBJECT_LINKED, { readonly receivedAt: number; readonly from: string; readonly to: string }>;

export const telemetryStream = (environment: string, writer: string): string =>
  `${TELEMETRY_PREFIX}${environment}:${writer}`;

const PLAIN_ARM = 4;

export const telemetryCodec = eventCodec<TelemetryEvent>({
  telemetry_recorded: {
    version: 3,
    upcasters: { 1: (data) => data, 2: (data) => data },
    needs: ({ client, arms }) => {
      if (client === 1) return 3;
      return Array.isArray(arms) && arms.some((arm) => Array.isArray(arm) && arm.length > PLAIN_ARM) ? 2 : 1;
    },
  },
  subject_linked: 1,
});

const NO_ARM = -1;

const bit = (value: boolean): 0 | 1 => (value ? 1 : 0);

/** Encodes a batch for the store. */
export function storedBatch(
  { receivedAt, corrected, source }: Omit<TelemetryBatch, 'environment' | 'items'>,
  items: readonly TelemetryItem[],
): StoredBatch {
  const types = new Map<ItemType, number>();
  const arms = new Arms();
  const rows = items.map(({ id, type, at, subject, attribution, hash, properties }): StoredItem => {
    const arm = attribution ? arms.indexOf(attribution) : NO_ARM;
    const row: StoredItem = [id, indexIn(types, type), receivedAt - at, arm, subject, hash];
    if (attribution && attribution.unit !== subject) row.push(properties ?? null, attribution.unit);
    else if (properties) row.push(properties);
    return row;
  });
  return {
    receivedAt,
    ...(corrected !== 0 && { corrected }),
    ...(source === 'client' && { client: 1 as const }),
    types: [...types.keys()].map((type) => [type.key, bit(type.exposure), bit(type.requiresExposure)] as const),
    arms: arms.rows,
    items: rows,
  };
}

/** The arms of a batch, each once. A look-up scans those of the same experiment, which are few. */
class Arms {
  readonly rows: StoredArm[] = [];
  private readonly indexes = new Map<string, number[]>();

  indexOf({ experiment, phase, variant, counted, dimensionValues }: Attribution): number {
    let indexes = this.indexes.get(experiment);
    if (!indexes) this.indexes.set(experiment, (indexes = []));
    for (const index of indexes) {
      const row = this.rows[index];
      const isSame = row?.[1] === phase && row[2] === variant && row[3] === bit(counted);
      if (isSame && hasValues(row, dimensionValues)) return index;
    }
    indexes.push(this.rows.length);
    return this.rows.push([experiment, phase, variant, bit(counted), ...dimensionValues]) - 1;
  }
}

const hasValues = (row: StoredArm, values: readonly number[]): boolean =>
  row.length === PLAIN_ARM + values.length && values.every((value, index) => row[PLAIN_ARM + index] === value);

function indexIn<T>(indexes: Map<T, number>, value: T): number {
  let index = indexes.get(value);
  if (index === undefined) indexes.set(value, (index = indexes.size));
  return index;
}

/** The batch of a stored `telemetry_recorded`. */
export function telemetryBatchOf(event: StoredEvent): TelemetryBatch {
  const stored = decoded(event, TELEMETRY_RECORDED);
  const types = stored.types.map(([key, exposure, waits]): ItemType => ({
    key,
    exposure: exposure === 1,
    requiresExposure: waits === 1,
  }));
  const { receivedAt, corrected = 0, client, arms } = stored;
  return {
    environment: environmentOf(event),
    receivedAt,
    corrected,
    source: client === 1 ? 'client' : 'server',
    items: stored.items.map(([id, type, age, arm, subject, hash, properties, unit]): TelemetryItem => {
      const attribution = arm === NO_ARM ? null : attributionOf(entry(arms, arm), subject, unit ?? subject);
      const at = receivedAt - age;
      return { id, type: entry(types, type), at, subject, attribution, hash, properties: properties ?? undefined };
    }),
  };
}

const attributionOf = (
  [experiment, phase, variant, counted, ...dimensionValues]: StoredArm,
  subject: string,
  unit: string,
): Attribution => ({
  experiment,
  phase,
  variant,
  subject,
  unit,
  counted: counted === 1,
  dimensionValues,
});

/** The environment of a stored batch, and the time of its receipt (epoch milliseconds), without decoding it. */
export const receptionOf = (event: StoredEvent): { readonly environment: string; readonly receivedAt: number } => ({
  environment: environmentOf(event),
  receivedAt: Number(event.data['receivedAt']),
});

/** The number of events in a stored batch, without decoding it. */
export function telemetryWeight(event: StoredEvent): number {
  const items: Json | undefined = event.data['items'];
  return Array.isArray(items) ? items.length : 1;
}

/** The link of a stored `subject_linked`. */
export function subjectLinkOf(event: StoredEvent): SubjectLink {
  return { environment: environmentOf(event), ...decoded(event, SUBJECT_LINKED) };
}

type DataOf<T extends TelemetryEvent['type']> = Extract<TelemetryEvent, { type: T }>['data'];

function decoded<T extends TelemetryEvent['type']>(event: StoredEvent, type: T): DataOf<T> {
  const found = telemetryCodec.decode(event);
  if (found.type !== type) throw new TypeError(`${event.type} is not ${type}`);
  // The codec's union cannot be narrowed by a type that is itself a parameter.
  return found.data as DataOf<T>;
}

function environmentOf({ stream }: StoredEvent): string {
  return stream.slice(TELEMETRY_PREFIX.length, stream.indexOf(':'));
}

function entry<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError('a batch of telemetry points at what it does not hold');
  return found;
}
