import {
  accessRecordAggregate,
  accessSentence,
  apiKeyAggregate,
  credentialsAggregate,
  environmentsAggregate,
  identityAggregate,
  signInAggregate,
  signInSentence,
  userAggregate,
} from '../access/index.js';
import type { StoredEvent } from '../event-store/index.js';
import { decodeFor, prefixOf, type Aggregate } from '../event-sourcing/aggregate.js';
import type { Author } from '../event-sourcing/author.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { metadataOf } from '../event-sourcing/recorded-event.js';
import { experimentAggregate, summaryOf } from '../experiments/index.js';
import { flagAggregate, flagEnvironmentAggregate, flagRequirementsAggregate } from '../flags/index.js';
import { breachSentence, triggersAggregate, type GuardrailEvent } from '../guardrails/index.js';
import { metricAggregate } from '../metrics/index.js';
import { destinationAggregate, ruleAggregate } from '../notifications/index.js';
import { operationsAggregate } from '../projections/index.js';
import { approverGroupAggregate, reviewPolicyAggregate } from '../reviews/index.js';
import {
  conflictDomainAggregate,
  groupAggregate,
  holdoutAggregate,
  overrideAggregate,
  participationLimitAggregate,
} from '../subjects/index.js';
import { eventTypeAggregate } from '../telemetry/index.js';
import { sentenceOf, type EntityKind, type WordedEvent } from './words.js';

/** The thing that an event changed. */
export interface Entity {
  readonly kind: EntityKind;
  readonly id: string;
}

/** The states of a stream around an event; null: there was or is none. */
export interface States {
  readonly before: object | null;
  readonly after: object | null;
}

/** What an event says by itself, once it is decoded. */
interface ReadEvent {
  readonly data: object;
  readonly entity: Entity;
  readonly environment: string | null;
  readonly summary: string;
  readonly states: States;
}

interface AuditedStreams {
  readonly prefix: string;
  knows(type: string): boolean;
  read(stored: StoredEvent, seen: States | undefined): ReadEvent;
}

interface Telling<Event> {
  readonly kind: EntityKind;
  /** The sentence of an event. @param name of the thing, for people */
  readonly summary: (event: Event, by: Author, name: string) => string;
  /** The thing, if the stream is not named after it. */
  readonly idOf?: (event: Event) => string;
  /** The states around an event of a stream whose state the read model does not keep. */
  readonly statesOf?: (event: Event) => States;
}

const NOTHING: States = { before: null, after: null };

function audited<State, Event extends DomainEvent<string, object>>(
  aggregate: Aggregate<State, Event>,
  { kind, summary, idOf, statesOf }: Telling<Event>,
): AuditedStreams {
  const prefix = prefixOf(aggregate);
  return {
    prefix,
    knows: (type) => aggregate.codec.knows(type),
    read: (stored, seen) => {
      const event = decodeFor(aggregate, stored);
      const place = placeIn(stored.stream.slice(prefix.length), aggregate.shared ?? false);
      const states = seen ?? statesOf?.(event) ?? NOTHING;
      const id = idOf?.(event) ?? place.id;
      return {
        data: event.data,
        entity: { kind, id },
        environment: place.environment,
        summary: summary(event, metadataOf(stored).by, nameIn(kind, states) ?? id),
        states,
      };
    },
  };
}

/** Streams are named `<id>`; those of one environment `<environment>:<id>`, or `<environment>` if it has only one. */
function placeIn(name: string, shared: boolean): { readonly environment: string | null; readonly id: string } {
  if (shared) return { environment: null, id: name };
  const colon = name.indexOf(':');
  return colon < 0 ? { environment: name, id: name } : { environment: name.slice(0, colon), id: name.slice(colon + 1) };
}

/** Things whose ids say nothing to people. */
const NAMED: readonly EntityKind[] = ['user', 'api_key', 'notification_destination', 'notification_rule'];

function nameIn(kind: EntityKind, { before, after }: States): string | undefined {
  const state = after ?? before;
  if (!NAMED.includes(kind) || state === null || !('name' in state)) return undefined;
  return typeof state.name === 'string' ? state.name : undefined;
}

const worded = <State, Event extends WordedEvent>(
  aggregate: Aggregate<State, Event>,
  kind: EntityKind,
  further: Pick<Telling<Event>, 'idOf' | 'statesOf'> = {},
): AuditedStreams =>
  audited(aggregate, { kind, summary: ({ type }, by, name) => sentenceOf(type, by.name, kind, name), ...further });

const AUDITED: readonly AuditedStreams[] = [
  worded(flagAggregate, 'flag'),
  worded(flagEnvironmentAggregate, 'flag'),
  worded(flagRequirementsAggregate, 'flag', { idOf: ({ data }) => data.flag }),
  worded(metricAggregate, 'metric'),
  worded(eventTypeAggregate, 'event_type'),
  worded(userAggregate, 'user'),
  worded(credentialsAggregate, 'sign_in'),
  worded(identityAggregate, 'sign_in', { idOf: ({ data }) => data.userId }),
  audited(signInAggregate, { kind: 'sign_in', summary: signInSentence, idOf: ({ data }) => data.account }),
  audited(accessRecordAggregate, { kind: 'access', summary: accessSentence, idOf: ({ data }) => data.account }),
  worded(apiKeyAggregate, 'api_key'),
  worded(environmentsAggregate, 'environment', {
    idOf: ({ data }) => data.key,
    statesOf: ({ data }) => ({ before: null, after: data }),
  }),
  worded(reviewPolicyAggregate, 'review_policy'),
  worded(approverGroupAggregate, 'approver_group'),
  worded(groupAggregate, 'group'),
  worded(overrideAggregate, 'override'),
  worded(holdoutAggregate, 'holdout'),
  worded(conflictDomainAggregate, 'conflict_domain'),
  worded(participationLimitAggregate, 'participation_limit'),
  worded(destinationAggregate, 'notification_destination'),
  worded(ruleAggregate, 'notification_rule'),
  worded(operationsAggregate, 'projection', { idOf: ({ data }) => data.projection }),
  audited(experimentAggregate, { kind: 'experiment', summary: summaryOf }),
  audited(triggersAggregate, { kind: 'experiment', summary: breachInWords, statesOf: outcomeIn }),
];

/** The audited streams that a stream is one of. */
export const auditedBy = (stream: string): AuditedStreams | undefined =>
  AUDITED.find(({ prefix }) => stream.startsWith(prefix));

/** True if the audit has events of this type. */
export const isAuditedType = (type: string): boolean => AUDITED.some((streams) => streams.knows(type));

function breachInWords(event: GuardrailEvent, by: Author): string {
  if (event.type === 'guardrail_breached') return breachSentence(event.data);
  const { outcome, detail } = event.data;
  const sentence = `${by.name} settled the breach: ${outcome}`;
  return detail === '' ? sentence : `${sentence}, ${detail}`;
}

/** A breach changes nothing of its experiment; the action on it is settled once. */
function outcomeIn(event: GuardrailEvent): States {
  if (event.type === 'guardrail_breached') return NOTHING;
  return { before: { outcome: null }, after: { outcome: event.data.outcome } };
}
