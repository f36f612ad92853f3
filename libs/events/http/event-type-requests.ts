import { BooleanField, KeyField, TextField } from '../../platform/fields.js';

export class DefineEventTypeRequest {
  @KeyField()
  key!: string;

  @TextField({ max: 200 })
  name!: string;

  @BooleanField({ optional: true, description: 'The event means that the subject met its variant' })
  exposure?: boolean;
}

export class EditEventTypeRequest {
  @TextField({ max: 200 })
  name!: string;
}
