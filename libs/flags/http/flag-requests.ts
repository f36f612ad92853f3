import { Example } from '../../platform/example.js';
import { MAX_CONDITION_KIB, type Condition } from '../../evaluation/index.js';
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
import { AsWritten } from '../../platform/request-class.js';
import { parseDecimal } from '../../primitives/decimal.js';
import { below } from '../../primitives/pointer.js';
import { invalid } from '../../primitives/refusal.js';
import { FLAG_TYPES, type FlagMetadata, type FlagType, type RuleServe, type Variants } from '../flag.events.js';
import type { RuleDraft } from '../rules.js';

@Example({ name: 'Dutch customers', when: { country: 'NL' }, serve: { split: { on: '20', off: '80' } } })
export class RuleRequest {
  @TextField({
    optional: true,
    nullable: true,
    max: 100,
    description: 'A split keeps its bucketing as long as its rule keeps this name',
  })
  name?: string | null;

  @JsonObjectField({
    maxKib: MAX_CONDITION_KIB,
    description: 'Condition that subjects must match; {} matches everybody',
  })
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

  @JsonObjectField({
    optional: true,
    description: 'Texts, numbers and booleans by name; clients get them with decisions',
  })
  metadata?: FlagMetadata;

  @BooleanField({ optional: true, description: 'Whether client-side applications may ask for the flag' })
  clientVisible?: boolean;
}

@Example({ key: 'checkout', type: 'string', default: 'classic', description: 'The checkout', tags: ['shop'] })
export class CreateFlagRequest extends FlagLabelsRequest {
  @KeyField()
  key!: string;

  @EnumField(FLAG_TYPES)
  type!: FlagType;

  @AsWritten('value')
  @JsonField({ optional: true, description: "Value that the flag serves by default; of the flag's type" })
  default?: Json;

  @AsWritten('members')
  @JsonObjectField({ optional: true, description: "Values by name; of the flag's type" })
  variants?: Variants;

  @KeyField({ optional: true, description: 'Variant that the flag serves by default, instead of a value' })
  defaultVariant?: string;

  @ObjectListField(() => RuleRequest, {
    optional: true,
    max: 100,
    description: 'Rules that every environment begins with',
  })
  rules?: RuleRequest[];
}

@Example({ default: 'one_page', owner: 'Shop team' })
export class EditFlagRequest extends FlagLabelsRequest {
  @AsWritten('value')
  @JsonField({ optional: true })
  default?: Json;

  @KeyField({ optional: true })
  defaultVariant?: string;

  @AsWritten('members')
  @JsonObjectField({ optional: true, description: 'Variants to add; existing ones keep their values' })
  variants?: Variants;
}

@Example({ flag: 'new_checkout', variant: 'on' })
export class RequirementRequest {
  @KeyField({ description: 'Key of the required flag' })
  flag!: string;

  @KeyField({ description: 'Variant of it that must be served; `default` for a flag with one plain value' })
  variant!: string;
}

/**
 * Converts the rules of a request to those of the domain.
 * @param at pointer to the rules in the body
 * @throws Refusal with a pointer to a malformed `serve`
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
