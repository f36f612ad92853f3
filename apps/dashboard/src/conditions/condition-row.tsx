import { OPERATOR_GROUPS, operatorOf } from './operators.js';
import type { Row } from './model.js';
import { ValueControl } from './value-control.js';

interface ConditionRowProps {
  readonly row: Row;
  readonly name: string;
  readonly fault: { readonly part: string; readonly why: string } | null;
  readonly change: (row: Row) => void;
  readonly remove: () => void;
}

/** One comparison: attribute, operator, value. */
export function ConditionRow({ row, name, fault, change, remove }: ConditionRowProps) {
  const why = fault?.part === row.id ? fault.why : undefined;
  return (
    <div className="condition-row" role="group" aria-label={name}>
      <input
        className="condition-attribute"
        aria-label="Attribute"
        placeholder="attribute"
        // A new row is filled in from its beginning.
        autoFocus={row.attribute === ''}
        value={row.attribute}
        maxLength={200}
        spellCheck={false}
        autoCapitalize="off"
        onChange={(event) => change({ ...row, attribute: event.target.value })}
      />
      <select
        className="condition-operator"
        aria-label="Operator"
        value={operatorOf(row.operator).key}
        onChange={(event) => change(withOperator(row, event.target.value))}
      >
        {OPERATOR_GROUPS.map((group) => (
          <optgroup key={group.name} label={group.name}>
            {group.operators.map(({ key, name: text }) => (
              <option key={key} value={key}>
                {text}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <ValueControl row={row} change={change} />
      <button type="button" className="icon-button" aria-label={`Remove ${name.toLowerCase()}`} onClick={remove}>
        ×
      </button>
      {why !== undefined && <p className="field-error condition-fault">{why}</p>}
    </div>
  );
}

/** The row with another operator. Its value stays where the new operator can take it. */
function withOperator(row: Row, operator: string): Row {
  const [before, after] = [operatorOf(row.operator).value, operatorOf(operator).value];
  if (before === after) return { ...row, operator };
  if (after === 'type') return { ...row, operator, type: 'text', text: 'string' };
  if (before === 'json' || after === 'json') return { ...row, operator, type: 'text', text: '' };
  const type = after === 'scalar' || (after === 'list' && row.type === 'number') ? row.type : 'text';
  const text = after === 'list' ? row.text : (row.text.split('\n')[0] ?? '');
  return { ...row, operator, type, text };
}
