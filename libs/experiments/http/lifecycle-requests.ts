import {
  BooleanField,
  DecimalField,
  EnumField,
  IdField,
  KeyField,
  KeyListField,
  ObjectField,
  ObjectListField,
  TextField,
} from '../../platform/fields.js';
import { OUTCOMES, type OutcomeKind } from '../experiment.events.js';
import { GuardrailRequest, ScheduleRequest } from './experiment-requests.js';

export class CommentRequest {
  @TextField({ optional: true, nullable: true, min: 0, max: 2_000 })
  comment?: string | null;
}

export class CompleteExperimentRequest extends CommentRequest {
  @EnumField(OUTCOMES)
  outcome!: OutcomeKind;

  @KeyField({ optional: true, nullable: true, description: 'Variant that everybody gets; for a rollout only' })
  winner?: string | null;
}

export class ResumeExperimentRequest extends CommentRequest {
  @IdField({
    optional: true,
    nullable: true,
    description: "Id of the trigger that paused it; required after a guardrail's pause",
  })
  trigger?: string | null;
}

export class TransferExperimentRequest extends CommentRequest {
  @IdField({ description: 'Id of the new owner' })
  owner!: string;
}

export class CopyExperimentRequest {
  @KeyField()
  key!: string;

  @TextField({ optional: true, max: 200, description: "Default: the original's" })
  name?: string;

  @BooleanField({ optional: true, description: 'Keeps the same subjects in the same arms; default false' })
  sameAssignment?: boolean;
}

export class ChangeTrafficRequest extends CommentRequest {
  @DecimalField({ description: 'Percent of subjects taken; at most trafficMax' })
  traffic!: string;

  @BooleanField({
    optional: true,
    description: 'Confirms that it takes subjects from younger experiments; default false',
  })
  confirm?: boolean;
}

export class DisableArmRequest extends CommentRequest {
  @KeyField()
  variant!: string;
}

export class TightenGuardrailRequest extends CommentRequest {
  @KeyField({ description: 'Key of the guardrail' })
  guardrail!: string;

  @DecimalField({ description: "Stricter than the current one, by the metric's direction" })
  threshold!: string;
}

/** The last vote applies the given fields; absent fields stay. */
export class AmendExperimentRequest extends CommentRequest {
  @DecimalField({ optional: true })
  trafficMax?: string;

  @DecimalField({ optional: true })
  traffic?: string;

  @TextField({ optional: true, min: 0, max: 10_000 })
  hypothesis?: string;

  @ObjectListField(() => GuardrailRequest, {
    optional: true,
    max: 20,
    description: 'The complete new list of guardrails',
  })
  guardrails?: GuardrailRequest[];

  @KeyListField({ optional: true, max: 20, description: 'The complete list of disabled arms' })
  disabledArms?: string[];

  @ObjectField(() => ScheduleRequest, { optional: true, nullable: true, description: 'null: no schedule' })
  schedule?: ScheduleRequest | null;

  @BooleanField({
    optional: true,
    description: 'Confirms that it takes subjects from younger experiments; default false',
  })
  confirm?: boolean;
}
