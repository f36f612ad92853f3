import { Example } from '../../platform/example.js';
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
import { LearningSummary, LearningTags, type SummaryRequest } from './learning-requests.js';
import { ScheduleRequest } from './experiment-requests.js';
import { GuardrailRequest } from './measuring-requests.js';

@Example({ comment: 'As discussed' })
export class CommentRequest {
  @TextField({ optional: true, nullable: true, min: 0, max: 2_000 })
  comment?: string | null;
}

@Example({ outcome: 'rollout', winner: 'treatment', comment: 'More orders, no more crashes' })
export class CompleteExperimentRequest extends CommentRequest {
  @EnumField(OUTCOMES)
  outcome!: OutcomeKind;

  @KeyField({ optional: true, nullable: true, description: 'Variant that everybody gets; for a rollout only' })
  winner?: string | null;

  @LearningSummary()
  summary?: SummaryRequest;

  @LearningTags()
  tags?: string[];
}

@Example({ trigger: '5a0ad5f4-8d38-5bd0-9ddb-7a2c1b1f2a10', comment: 'The crash is fixed' })
export class ResumeExperimentRequest extends CommentRequest {
  @IdField({
    optional: true,
    nullable: true,
    description: "Id of the trigger that paused it; required after a guardrail's pause",
  })
  trigger?: string | null;
}

@Example({ owner: '5a0ad5f4-8d38-5bd0-9ddb-7a2c1b1f2a10' })
export class TransferExperimentRequest extends CommentRequest {
  @IdField({ description: 'Id of the new owner' })
  owner!: string;
}

@Example({ key: 'new_checkout_2', name: 'The checkout in one page, again' })
export class CopyExperimentRequest {
  @KeyField()
  key!: string;

  @TextField({ optional: true, max: 200, description: "Default: the original's" })
  name?: string;

  @BooleanField({ optional: true, description: 'Keeps the same subjects in the same arms; default false' })
  sameAssignment?: boolean;
}

@Example({ traffic: '50', comment: 'No harm so far' })
export class ChangeTrafficRequest extends CommentRequest {
  @DecimalField({ description: 'Percent of subjects taken; at most trafficMax' })
  traffic!: string;

  @BooleanField({
    optional: true,
    description: 'Confirms that it takes subjects from younger experiments; default false',
  })
  confirm?: boolean;
}

@Example({ variant: 'treatment', comment: 'Wrong prices' })
export class DisableArmRequest extends CommentRequest {
  @KeyField()
  variant!: string;
}

@Example({ guardrail: 'crash_rate', threshold: '0.02' })
export class TightenGuardrailRequest extends CommentRequest {
  @KeyField({ description: 'Key of the guardrail' })
  guardrail!: string;

  @DecimalField({
    optional: true,
    description: "For a guardrail with a threshold: stricter than the current one, by the metric's direction",
  })
  threshold?: string;

  @DecimalField({ optional: true, description: 'For treatment_vs_control: smaller than the current margin' })
  margin?: string;
}

/** The last vote applies the given fields; absent fields stay. */
@Example({ trafficMax: '100', comment: 'For everybody' })
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
