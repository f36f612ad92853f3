/** A condition as people see it: rows in groups that nest. `parse.ts` reads it, `write.ts` writes it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type Condition = { readonly [key: string]: Json };

export const VALUE_TYPES = ['text', 'number', 'boolean', 'null'] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

/** One comparison of an attribute. `text` is what was typed: a list has one item per line. */
export interface Row {
  readonly kind: 'row';
  readonly id: string;
  readonly attribute: string;
  readonly operator: string;
  readonly type: ValueType;
  readonly text: string;
}

/** `not`: not all of its parts hold. */
export const MODES = ['all', 'any', 'none', 'not'] as const;
export type Mode = (typeof MODES)[number];

export interface Group {
  readonly kind: 'group';
  readonly id: string;
  readonly mode: Mode;
  readonly parts: readonly Node[];
}

export type Node = Row | Group;

let made = 0;
const newId = (): string => `part${(made += 1)}`;

export const newRow = (fields: Partial<Omit<Row, 'kind' | 'id'>> = {}): Row => ({
  kind: 'row',
  id: newId(),
  attribute: '',
  operator: 'is',
  type: 'text',
  text: '',
  ...fields,
});

export const newGroup = (mode: Mode, parts: readonly Node[]): Group => ({ kind: 'group', id: newId(), mode, parts });

/** The tree with one part changed; null removes it. */
export function withPart(group: Group, id: string, change: (node: Node) => Node | null): Group {
  const parts = group.parts.flatMap((part): readonly Node[] => {
    if (part.id !== id) return [part.kind === 'group' ? withPart(part, id, change) : part];
    const changed = change(part);
    return changed === null ? [] : [changed];
  });
  return { ...group, parts };
}

/** The tree with a part added at the end of a group, which may be the tree itself. */
export function withAdded(tree: Group, groupId: string, part: Node): Group {
  const added = (group: Group): Group => ({ ...group, parts: [...group.parts, part] });
  if (tree.id === groupId) return added(tree);
  return withPart(tree, groupId, (node) => (node.kind === 'group' ? added(node) : node));
}

export const isObject = (value: unknown): value is { readonly [key: string]: Json } =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
