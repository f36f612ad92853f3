import { useState } from 'react';
import { ConditionBuilder } from '../conditions/condition-builder.js';
import { Field } from '../forms/field.js';
import { evenSplit, type EditedRule } from './rules.js';
import { SplitEditor } from './split-editor.js';

interface RuleCardProps {
  readonly rule: EditedRule;
  readonly index: number;
  readonly count: number;
  readonly names: readonly string[];
  readonly change: (rule: EditedRule) => void;
  readonly move: (to: number) => void;
  /** Another rule was dropped onto this one. */
  readonly drop: (from: number) => void;
  readonly remove: () => void;
  /** The condition cannot be saved yet, and why; null: it can. */
  readonly unfinished: (why: string | null) => void;
  /** Why a part is refused, by its path within the rule, such as `when/country`. */
  readonly errorOf: (path: string) => string | undefined;
  readonly readOnly: boolean;
}

const SPLIT = ' split';
const DRAGGED = 'application/x-assay-rule';

/** One rule: its condition and the variant that it serves. It is moved by its handle, or by the buttons. */
export function RuleCard(props: RuleCardProps) {
  const { rule, index, count, names, change, move, drop, remove, unfinished, errorOf, readOnly } = props;
  const [over, setOver] = useState(false);
  const [held, setHeld] = useState(false);
  const title = rule.name === '' ? `Rule ${index + 1}` : rule.name;
  return (
    <li
      className={over ? 'card rule rule-over' : 'card rule'}
      aria-label={title}
      draggable={held}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData(DRAGGED, String(index));
      }}
      onDragEnd={() => setHeld(false)}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        drop(Number(event.dataTransfer.getData(DRAGGED)));
      }}
    >
      <header className="rule-head">
        {!readOnly && (
          <span
            className="rule-handle"
            aria-hidden="true"
            onPointerDown={() => setHeld(true)}
            onPointerUp={() => setHeld(false)}
          >
            ⠿
          </span>
        )}
        <span className="rule-place">{index + 1}</span>
        <input
          className="rule-name"
          aria-label={`Name of rule ${index + 1}`}
          placeholder="Name (keeps its subjects when the split changes)"
          value={rule.name}
          readOnly={readOnly}
          dir="auto"
          onChange={(event) => change({ ...rule, name: event.target.value })}
        />
        {!readOnly && (
          <span className="rule-moves">
            <button
              type="button"
              className="icon-button"
              aria-label={`Move ${title} up`}
              disabled={index === 0}
              onClick={() => move(index - 1)}
            >
              ↑
            </button>
            <button
              type="button"
              className="icon-button"
              aria-label={`Move ${title} down`}
              disabled={index === count - 1}
              onClick={() => move(index + 1)}
            >
              ↓
            </button>
            <button type="button" className="icon-button" aria-label={`Remove ${title}`} onClick={remove}>
              ×
            </button>
          </span>
        )}
      </header>
      <fieldset className="bare" disabled={readOnly} aria-label="Condition">
        <ConditionBuilder
          value={rule.when}
          change={(when) => change({ ...rule, when: when ?? {} })}
          error={errorOf('when')}
          fault={unfinished}
        />
      </fieldset>
      <Field label="Serve" error={errorOf('serve')}>
        {(bound) => (
          <select
            {...bound}
            disabled={readOnly}
            value={typeof rule.serve === 'string' ? rule.serve : SPLIT}
            onChange={({ target }) =>
              change({ ...rule, serve: target.value === SPLIT ? { split: evenSplit(names) } : target.value })
            }
          >
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
            <option value={SPLIT}>a split by percent…</option>
          </select>
        )}
      </Field>
      {typeof rule.serve !== 'string' && (
        <SplitEditor
          names={names}
          split={rule.serve.split}
          change={(split) => change({ ...rule, serve: { split } })}
          errorOf={(variant) => errorOf(`serve/split/${variant}`)}
        />
      )}
    </li>
  );
}
