import { Field } from '../forms/field.js';
import { Button } from '../ui/button.js';
import { evenSplit, restOf } from './rules.js';

interface SplitEditorProps {
  readonly names: readonly string[];
  readonly split: Readonly<Record<string, string>>;
  readonly change: (split: Record<string, string>) => void;
  readonly errorOf: (variant: string) => string | undefined;
}

/** Percents by variant, with what is missing to 100. */
export function SplitEditor({ names, split, change, errorOf }: SplitEditorProps) {
  const rest = restOf(split);
  return (
    <div className="split">
      <div className="split-rows">
        {names.map((name) => (
          <Field key={name} label={name} error={errorOf(name)}>
            {(bound) => (
              <span className="percent">
                <input
                  {...bound}
                  inputMode="decimal"
                  value={split[name] ?? '0'}
                  onChange={(event) => change({ ...split, [name]: event.target.value })}
                />
                %
              </span>
            )}
          </Field>
        ))}
      </div>
      <p className="split-foot" role="status">
        {rest === null && 'A share is a number.'}
        {rest !== null && rest > 0 && `${rest}% are missing.`}
        {rest !== null && rest < 0 && `${-rest}% too much.`}
        {rest === 0 && 'Adds up to 100%.'}
        <Button kind="quiet" onClick={() => change(evenSplit(names))}>
          Split evenly
        </Button>
      </p>
    </div>
  );
}
