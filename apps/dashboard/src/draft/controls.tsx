import type { HTMLAttributes, ReactNode } from 'react';
import { Field } from '../forms/field.js';
import { useFault } from './faults.js';

interface ControlProps {
  readonly label: string;
  /** The field in the server's words, where its faults are shown. */
  readonly pointer: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly hint?: ReactNode;
}

interface TextControlProps extends ControlProps {
  readonly max?: number;
  readonly placeholder?: string;
  readonly inputMode?: HTMLAttributes<HTMLInputElement>['inputMode'];
  /** Keys, attributes and numbers read from left to right in every script. */
  readonly code?: boolean;
  readonly type?: 'text' | 'datetime-local';
  readonly disabled?: boolean;
  /** Id of a `datalist` with suggestions. */
  readonly list?: string;
}

export function TextControl(props: TextControlProps) {
  const { label, pointer, value, change, hint, max = 200, placeholder, inputMode, code = false, type = 'text' } = props;
  return (
    <Field label={label} hint={hint} error={useFault(pointer)}>
      {(control) => (
        <input
          {...control}
          type={type}
          className={code ? 'code-input' : undefined}
          dir={code || type !== 'text' ? undefined : 'auto'}
          spellCheck={code ? false : undefined}
          autoComplete="off"
          maxLength={max}
          placeholder={placeholder}
          inputMode={inputMode}
          disabled={props.disabled}
          list={props.list}
          value={value}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </Field>
  );
}

interface TextAreaControlProps extends ControlProps {
  readonly max?: number;
  readonly rows?: number;
  readonly placeholder?: string;
  readonly code?: boolean;
}

export function TextAreaControl(props: TextAreaControlProps) {
  const { label, pointer, value, change, hint, max = 10_000, rows = 3, placeholder, code = false } = props;
  return (
    <Field label={label} hint={hint} error={useFault(pointer)}>
      {(control) => (
        <textarea
          {...control}
          className={code ? 'code' : undefined}
          dir={code ? undefined : 'auto'}
          spellCheck={code ? false : undefined}
          rows={rows}
          maxLength={max}
          placeholder={placeholder}
          value={value}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </Field>
  );
}

interface ChoiceControlProps<Value extends string> extends Omit<ControlProps, 'value' | 'change'> {
  readonly value: Value;
  readonly choices: readonly (readonly [value: Value, name: string])[];
  readonly change: (value: Value) => void;
}

export function ChoiceControl<Value extends string>(props: ChoiceControlProps<Value>) {
  const { label, pointer, value, choices, change, hint } = props;
  return (
    <Field label={label} hint={hint} error={useFault(pointer)}>
      {(control) => (
        <select
          {...control}
          value={value}
          onChange={(event) => {
            const chosen = choices.find(([each]) => each === event.target.value);
            if (chosen) change(chosen[0]);
          }}
        >
          {choices.map(([each, name]) => (
            <option key={each} value={each}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
