import { declareCommand, onStream } from '../../event-sourcing/declared-command.js';
import {
  defineEventType,
  editEventType,
  eventTypeAggregate,
  eventTypeStream,
  restoreEventType,
  type EventTypeChanges,
  type EventTypeDefinition,
} from '../event-type.js';
import { checkSchema } from '../schema/check-schema.js';
import { TypeUses } from '../type-uses.js';
import { changeEventType } from './change-event-type.js';

const define = onStream(
  eventTypeAggregate,
  ({ eventType }: { eventType: EventTypeDefinition }) => eventTypeStream(eventType.key),
  (state, { eventType }) => defineEventType(state, eventType),
);

export const DefineEventType = declareCommand(
  'DefineEventType',
  async (input: { eventType: EventTypeDefinition }, context, runner) => {
    const { schema } = input.eventType;
    if (schema) checkSchema(schema, '/schema');
    return await define(input, context, runner);
  },
);

interface EventTypeEdit {
  readonly key: string;
  readonly changes: EventTypeChanges;
  /** True where the caller knows that live experiments count the type, and their events fit the new schema. */
  readonly confirm?: boolean | undefined;
}

/** Another schema may reject what live experiments count, so that needs to be confirmed; no schema takes everything. */
export const EditEventType = declareCommand(
  'EditEventType',
  async ({ key, changes, confirm = false }: EventTypeEdit, context, runner, uses: TypeUses) => {
    if (changes.schema) checkSchema(changes.schema, '/schema');
    return await changeEventType(runner, context, key, async (loaded) => {
      const events = editEventType(loaded.state, key, changes);
      const mayReject = events.some(({ type, data }) => type === 'event_type_edited' && data.schema);
      if (mayReject && !confirm) {
        const advice = 'send "confirm": true if their events fit the new schema';
        await uses.checkUncounted(key, loaded.events, advice);
      }
      return events;
    });
  },
  TypeUses,
);

/** Takes events of an archived type in again. */
export const RestoreEventType = declareCommand('RestoreEventType', ({ key }: { key: string }, context, runner) =>
  changeEventType(runner, context, key, ({ state }) => restoreEventType(state, key)),
);
