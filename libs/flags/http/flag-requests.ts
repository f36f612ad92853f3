import type { Condition } from '../../evaluation/index.js';
import type { Json } from '../../event-store/index.js';
import {
  BooleanField,
  EnumField,
  JsonField,
  JsonObjectField,
  KeyField,
  ObjectListField,
  TextField,
  TextListField,
} from '../../platform/fields.js';
import { parseDecimal } from '../../primitives/decimal.js';
import { below } from '../../primitives/pointer.js';
import { invalid } from '../../primitives/refusal.js';
import { FLAG_TYPES, type FlagMetadata, type FlagType, type RuleServe, type Variants } from '../flag.events.js';
import type { RuleDraft } from '../rules.js';

export class RuleRequest {
  @TextField({
    optional: true,
    nullable: true,
    max: 100,
    description: 'What the shares of a split stay bucketed under',
  })
  name?: string | null;

  @JsonObjectField({ description: 'A condition; {} holds for everybody' })
  when!: Condition;

  @JsonField({ description: 'Name of a variant, or { "split": { <variant>: percent, … } }' })
  serve!: Json;
}

class FlagLabelsRequest {
  @TextField({ optional: true, min: 0, max: 2_000 })
  description?: string;

  @TextListField({ optional: true, max: 50, maxLength: 100 })
  tags?: string[];

  @TextField({ optional: true, min: 0, max: 200, description: 'A person or a team' })
  owner?: string;

  @JsonObjectField({ optional: true, description: 'Texts, numbers, booleans by name, handed to clients' })
  metadata?: FlagMetadata;

  @BooleanField({ optional: true, description: 'Whether clients in the hands of users may ask for it' })
  clientVisible?: boolean;
}

export class CreateFlagRequest extends FlagLabelsRequest {
  @KeyField()
  key!: string;

  @EnumField(FLAG_TYPES)
  type!: FlagType;

  @JsonField({ optional: true, description: 'What the flag serves; of the type of the flag' })
  default?: Json;

  @JsonObjectField({ optional: true, description: 'Values of the type of the flag by name' })
  variants?: Variants;

  @KeyField({ optional: true, description: 'The variant that the flag serves, in place of a default' })
  defaultVariant?: string;

  @ObjectListField(() => RuleRequest, { optional: true, max: 100, description: 'Of every environment at its start' })
  rules?: RuleRequest[];
}

export class EditFlagRequest extends FlagLabelsRequest {
  @JsonField({ optional: true })
  default?: Json;

  @KeyField({ optional: true })
  defaultVariant?: string;

  @JsonObjectField({ optional: true, description: 'Variants to be added; those that there are keep their values' })
  variants?: Variants;
}

/**
 * Rules as the domain has them.
 * @param at where they stand in the body
 * @throws Refusal with the pointer of what is no way to serve
 */
export const rulesOfRequests = (requests: readonly RuleRequest[], at: string): RuleDraft[] =>
  requests.map(({ name, when, serve }, index) => ({ name, when, serve: serveOf(serve, `${at}/${index}/serve`) }));

function serveOf(serve: Json, pointer: string): RuleServe {
  if (typeof serve === 'string') return serve;
  const { split, ...others } = isObject(serve) ? serve : {};
  if (!isObject(split)) {
    throw invalid('invalid_type', 'must be the name of a variant or { "split": { … } }', pointer);
  }
  for (const name of Object.keys(others))
    throw invalid('unknown_field', 'there is no such field', below(pointer, name));
  const shares = Object.entries(split).map(([variant, share]) => {
    const decimal = parseDecimal(share);
    if (decimal === undefined) {
      throw invalid('invalid_decimal', 'must be a percentage such as "12.5"', below(`${pointer}/split`, variant));
    }
    return [variant, decimal] as const;
  });
  return { split: Object.fromEntries(shares) };
}

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  value !== undefined && value !== null && typeof value === 'object' && !Array.isArray(value);
