import type { Json } from '../../event-store/index.js';
import { EnumField, JsonField, KeyField, TextField, TextListField } from '../../platform/fields.js';
import { FLAG_TYPES, type FlagType } from '../flag.events.js';

export class CreateFlagRequest {
  @KeyField()
  key!: string;

  @EnumField(FLAG_TYPES)
  type!: FlagType;

  @JsonField({ description: 'What the flag serves; of the type of the flag' })
  default!: Json;

  @TextField({ optional: true, min: 0, max: 2_000 })
  description?: string;

  @TextListField({ optional: true, max: 50, maxLength: 100 })
  tags?: string[];
}

export class EditFlagRequest {
  @JsonField({ optional: true })
  default?: Json;

  @TextField({ optional: true, min: 0, max: 2_000 })
  description?: string;

  @TextListField({ optional: true, max: 50, maxLength: 100 })
  tags?: string[];
}
