import { Button } from '../ui/button.js';
import { ConditionRow } from './condition-row.js';
import { MODES, newGroup, newRow, type Group, type Mode, type Node } from './model.js';

export interface Editing {
  readonly root: (group: Group) => void;
  readonly part: (id: string, next: (node: Node) => Node | null) => void;
  readonly add: (groupId: string, part: Node) => void;
}

interface ConditionGroupProps {
  readonly group: Group;
  /** What a screen reader calls it, such as `Condition 2.1`. */
  readonly name: string;
  readonly fault: { readonly part: string; readonly why: string } | null;
  readonly editing: Editing;
  /** Absent for the outermost group. */
  readonly remove?: (() => void) | undefined;
}

const MODE_NAMES: Readonly<Record<Mode, string>> = {
  all: 'All of these hold',
  any: 'Any of these holds',
  none: 'None of these holds',
  not: 'Not all of these hold',
};

/** Parts that hold together, or of which one or none holds. */
export function ConditionGroup({ group, name, fault, editing, remove }: ConditionGroupProps) {
  const { id, mode, parts } = group;
  const isRoot = remove === undefined;
  const addId = `${id}-add`;
  const chooseMode = (chosen: Mode) =>
    isRoot
      ? editing.root({ ...group, mode: chosen })
      : editing.part(id, (node) => (node.kind === 'group' ? { ...node, mode: chosen } : node));
  const removePart = (part: Node) => {
    editing.part(part.id, () => null);
    document.getElementById(addId)?.focus();
  };
  return (
    <div className="condition-group" role="group" aria-label={name}>
      <div className="condition-group-head">
        <select
          aria-label={`How the parts of ${name.toLowerCase()} hold`}
          value={mode}
          onChange={(event) => chooseMode(MODES.find((each) => each === event.target.value) ?? 'all')}
        >
          {MODES.map((each) => (
            <option key={each} value={each}>
              {MODE_NAMES[each]}
            </option>
          ))}
        </select>
        {remove && (
          <button type="button" className="icon-button" aria-label={`Remove ${name.toLowerCase()}`} onClick={remove}>
            ×
          </button>
        )}
      </div>
      {isRoot && parts.length === 0 && <p className="condition-empty">No conditions: everybody.</p>}
      <ol className="condition-parts">
        {parts.map((part, index) => {
          const partName = `Condition ${numbered(name, index)}`;
          const shared = { name: partName, fault, remove: () => removePart(part) };
          return (
            <li key={part.id}>
              {part.kind === 'group' ? (
                <ConditionGroup group={part} editing={editing} {...shared} />
              ) : (
                <ConditionRow row={part} change={(row) => editing.part(part.id, () => row)} {...shared} />
              )}
            </li>
          );
        })}
      </ol>
      {fault?.part === id && <p className="field-error">{fault.why}</p>}
      <div className="condition-group-foot">
        <Button id={addId} kind="quiet" onClick={() => editing.add(id, newRow())}>
          + Condition
        </Button>
        <Button kind="quiet" onClick={() => editing.add(id, newGroup('any', [newRow()]))}>
          + Group
        </Button>
      </div>
    </div>
  );
}

/** The number of a part below a group: `2.1` below `Condition 2`. */
function numbered(group: string, index: number): string {
  const above = group.replace(/^Condition ?/, '');
  return above === '' ? `${index + 1}` : `${above}.${index + 1}`;
}
