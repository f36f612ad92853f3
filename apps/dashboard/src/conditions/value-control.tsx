import { useId } from 'react';
import { server } from '../server/client.js';
import { operatorOf, TYPES } from './operators.js';
import { VALUE_TYPES, type Row, type ValueType } from './model.js';

interface ValueControlProps {
  readonly row: Row;
  readonly change: (row: Row) => void;
}

const TYPE_NAMES: Readonly<Record<ValueType, string>> = {
  text: 'text',
  number: 'number',
  boolean: 'yes/no',
  null: 'null',
};

/** The value of a row, as its operator takes it. */
export function ValueControl({ row, change }: ValueControlProps) {
  const typed = (text: string) => change({ ...row, text });
  switch (operatorOf(row.operator).value) {
    case 'none':
      return <span className="condition-value" />;
    case 'scalar':
      return (
        <span className="condition-value">
          <ScalarInput row={row} typed={typed} />
          <TypeChoice row={row} types={VALUE_TYPES} change={change} />
        </span>
      );
    case 'list':
      return (
        <span className="condition-value">
          <textarea
            aria-label="Values, one per line"
            placeholder="one value per line"
            rows={Math.min(8, Math.max(2, row.text.split('\n').length))}
            dir="auto"
            spellCheck={false}
            value={row.text}
            onChange={(event) => typed(event.target.value)}
          />
          <TypeChoice row={row} types={['text', 'number']} change={change} />
        </span>
      );
    case 'group':
      return <GroupInput row={row} typed={typed} />;
    case 'type':
      return (
        <span className="condition-value">
          <Choice label="Value" value={row.text} choices={TYPES} choose={typed} />
        </span>
      );
    case 'json':
      return (
        <span className="condition-value">
          <textarea
            className="code"
            aria-label="Value as JSON"
            placeholder={'{ "$elemMatch": { "sku": "a1" } }'}
            rows={2}
            spellCheck={false}
            value={row.text}
            onChange={(event) => typed(event.target.value)}
          />
        </span>
      );
    case 'version':
      return <TextInput text={row.text} typed={typed} placeholder="1.2.3" />;
    case 'pattern':
      return <TextInput text={row.text} typed={typed} placeholder="^beta-" />;
    case 'length':
      return <TextInput text={row.text} typed={typed} placeholder="3" numeric />;
  }
}

function ScalarInput({ row, typed }: { readonly row: Row; readonly typed: (text: string) => void }) {
  switch (row.type) {
    case 'text':
      return <PlainInput text={row.text} typed={typed} placeholder="value" />;
    case 'number':
      return <PlainInput text={row.text} typed={typed} placeholder="0" numeric />;
    case 'boolean':
      return (
        <Choice
          label="Value"
          value={row.text === 'true' ? 'true' : 'false'}
          choices={['true', 'false']}
          choose={typed}
        />
      );
    case 'null':
      return <span className="hint">null</span>;
  }
}

interface InputProps {
  readonly text: string;
  readonly typed: (text: string) => void;
  readonly placeholder: string;
  readonly numeric?: boolean;
  readonly list?: string;
}

function PlainInput({ text, typed, placeholder, numeric = false, list }: InputProps) {
  return (
    <input
      aria-label="Value"
      placeholder={placeholder}
      inputMode={numeric ? 'decimal' : undefined}
      dir="auto"
      spellCheck={false}
      list={list}
      value={text}
      onChange={(event) => typed(event.target.value)}
    />
  );
}

const TextInput = (props: InputProps) => (
  <span className="condition-value">
    <PlainInput {...props} />
  </span>
);

interface TypeChoiceProps {
  readonly row: Row;
  readonly types: readonly ValueType[];
  readonly change: (row: Row) => void;
}

/** The JSON type of what is typed: `7` may be a number or a text. */
function TypeChoice({ row, types, change }: TypeChoiceProps) {
  const choose = (chosen: string) => change({ ...row, type: types.find((type) => type === chosen) ?? 'text' });
  return (
    <select
      className="condition-type"
      aria-label="Type of the value"
      value={row.type}
      onChange={(event) => choose(event.target.value)}
    >
      {types.map((type) => (
        <option key={type} value={type}>
          {TYPE_NAMES[type]}
        </option>
      ))}
    </select>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly string[];
  readonly choose: (value: string) => void;
}

function Choice({ label, value, choices, choose }: ChoiceProps) {
  return (
    <select aria-label={label} value={value} onChange={(event) => choose(event.target.value)}>
      {choices.map((choice) => (
        <option key={choice}>{choice}</option>
      ))}
    </select>
  );
}

const OFFERED = 100;

/** A group of the environment, by its key. */
function GroupInput({ row, typed }: { readonly row: Row; readonly typed: (text: string) => void }) {
  const id = useId();
  const { data } = server.useQuery('get', '/v1/groups', { params: { query: { limit: OFFERED } } });
  return (
    <span className="condition-value">
      <PlainInput text={row.text} typed={typed} placeholder="group" list={id} />
      <datalist id={id}>
        {data?.items.map(({ key }) => (
          <option key={key} value={key} />
        ))}
      </datalist>
    </span>
  );
}
