import type { FlagType, VariantForm } from './form.js';
import { ChoiceControl, TextAreaControl, TextControl } from './controls.js';

interface VariantRowProps {
  readonly variant: VariantForm;
  readonly index: number;
  readonly type: FlagType;
  /** What the weights lack; `0`: nothing. */
  readonly rest: string;
  readonly change: (part: Partial<VariantForm>) => void;
  readonly takeRest: () => void;
  readonly makeControl: () => void;
  readonly remove: (() => void) | undefined;
}

export function VariantRow(props: VariantRowProps) {
  const { variant, index, type, rest, change, takeRest, makeControl, remove } = props;
  const at = `/variants/${index}`;
  const { key, value, weight, control } = variant;
  const name = key === '' ? `variant ${index + 1}` : key;
  return (
    <div className="draft-variant" role="group" aria-label={`Variant ${index + 1}`}>
      <TextControl
        label="Key"
        pointer={`${at}/key`}
        value={key}
        change={(next) => change({ key: next })}
        max={100}
        code
      />
      <ValueControl type={type} pointer={`${at}/value`} value={value} change={(next) => change({ value: next })} />
      <div className="variant-weight">
        <TextControl
          label="Weight, %"
          pointer={`${at}/weight`}
          value={weight}
          change={(next) => change({ weight: next })}
          inputMode="decimal"
          code
        />
        {rest !== '0' && (
          <button type="button" className="link-button" onClick={takeRest}>
            {rest.startsWith('-') ? `Take ${rest.slice(1)} off` : `Add the ${rest} left`}
            <span className="visually-hidden"> for {name}</span>
          </button>
        )}
      </div>
      <label className="check variant-control">
        <input type="radio" name="control" checked={control} onChange={makeControl} /> control
        <span className="visually-hidden"> is {name}</span>
      </label>
      {remove && (
        <button type="button" className="icon-button" aria-label={`Remove ${name}`} onClick={remove}>
          ×
        </button>
      )}
    </div>
  );
}

interface ValueControlProps {
  readonly type: FlagType;
  readonly pointer: string;
  readonly value: string;
  readonly change: (value: string) => void;
}

function ValueControl({ type, ...rest }: ValueControlProps) {
  switch (type) {
    case 'boolean':
      return <ChoiceControl label="Value" {...rest} choices={rest.value === '' ? UNSET : BOOLEANS} />;
    case 'json':
      return <TextAreaControl label="Value, JSON" {...rest} rows={2} code />;
    case 'number':
      return <TextControl label="Value, number" {...rest} inputMode="decimal" code />;
    case 'string':
      return <TextControl label="Value" {...rest} max={10_000} />;
  }
}

const BOOLEANS: readonly (readonly [string, string])[] = [
  ['true', 'true'],
  ['false', 'false'],
];
const UNSET: typeof BOOLEANS = [['', 'choose'], ...BOOLEANS];
