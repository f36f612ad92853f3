import { Example } from '../../platform/example.js';
import type { JsonObject } from '../../event-store/index.js';
import { BooleanField, JsonObjectField, KeyField, TextField } from '../../platform/fields.js';

const SCHEMA = 'JSON Schema (2020-12) of the properties; those marked "personal": true are validated, then dropped';

@Example({
  key: 'order_placed',
  name: 'Order placed',
  schema: { type: 'object', properties: { amount: { type: 'number' } } },
})
export class DefineEventTypeRequest {
  @KeyField()
  key!: string;

  @TextField({ max: 200 })
  name!: string;

  @BooleanField({ optional: true, description: 'The event means that the subject was exposed to its variant' })
  exposure?: boolean;

  @BooleanField({ optional: true, description: "The event waits for its subject's exposure before it counts" })
  requiresExposure?: boolean;

  @JsonObjectField({ optional: true, nullable: true, description: SCHEMA })
  schema?: JsonObject | null;
}

@Example({ name: 'Order placed' })
export class EditEventTypeRequest {
  @TextField({ max: 200, optional: true })
  name?: string;

  @JsonObjectField({ optional: true, nullable: true, description: SCHEMA })
  schema?: JsonObject | null;

  @BooleanField({ optional: true, description: 'Confirms a new schema while live experiments count the type' })
  confirm?: boolean;
}

@Example({ confirm: true })
export class ArchiveEventTypeRequest {
  @BooleanField({ optional: true, description: 'Confirms that no live experiment takes its exposures from the type' })
  confirm?: boolean;
}
