/** What a row asks for beside its operator. */
export type ValueKind =
  | 'scalar'
  | 'list'
  | 'version'
  | 'pattern'
  | 'group'
  | 'length'
  | 'type'
  | 'json'
  /** The operator says it all. */
  | 'none';

export interface Operator {
  /** The operator of the dialect; `is`, `present`, `missing` and `json` are written without one of that name. */
  readonly key: string;
  readonly name: string;
  readonly value: ValueKind;
}

interface OperatorGroup {
  readonly name: string;
  readonly operators: readonly Operator[];
}

/** The dialect of docs/targeting.md in words. */
export const OPERATOR_GROUPS: readonly OperatorGroup[] = [
  {
    name: 'Equality',
    operators: [
      { key: 'is', name: 'is', value: 'scalar' },
      { key: '$eq', name: 'is exactly', value: 'scalar' },
      { key: '$ne', name: 'is not exactly', value: 'scalar' },
      { key: '$in', name: 'is one of', value: 'list' },
      { key: '$nin', name: 'is none of', value: 'list' },
      { key: '$ini', name: 'is one of, ignoring case', value: 'list' },
      { key: '$nini', name: 'is none of, ignoring case', value: 'list' },
      { key: 'present', name: 'is present', value: 'none' },
      { key: 'missing', name: 'is missing', value: 'none' },
    ],
  },
  {
    name: 'Order',
    operators: [
      { key: '$gt', name: 'is more than', value: 'scalar' },
      { key: '$gte', name: 'is at least', value: 'scalar' },
      { key: '$lt', name: 'is less than', value: 'scalar' },
      { key: '$lte', name: 'is at most', value: 'scalar' },
    ],
  },
  {
    name: 'Version',
    operators: [
      { key: '$veq', name: 'version is', value: 'version' },
      { key: '$vne', name: 'version is not', value: 'version' },
      { key: '$vgt', name: 'version after', value: 'version' },
      { key: '$vgte', name: 'version at least', value: 'version' },
      { key: '$vlt', name: 'version before', value: 'version' },
      { key: '$vlte', name: 'version at most', value: 'version' },
    ],
  },
  {
    name: 'Text',
    operators: [
      { key: '$regex', name: 'matches the pattern', value: 'pattern' },
      { key: '$regexi', name: 'matches, ignoring case', value: 'pattern' },
      { key: '$not-regex', name: 'does not match the pattern', value: 'pattern' },
    ],
  },
  {
    name: 'List',
    operators: [
      { key: '$all', name: 'has all of', value: 'list' },
      { key: '$alli', name: 'has all of, ignoring case', value: 'list' },
      { key: '$size', name: 'has the length', value: 'length' },
    ],
  },
  {
    name: 'Other',
    operators: [
      { key: '$inGroup', name: 'is in the group', value: 'group' },
      { key: '$notInGroup', name: 'is not in the group', value: 'group' },
      { key: '$type', name: 'has the type', value: 'type' },
      { key: 'json', name: 'satisfies JSON', value: 'json' },
    ],
  },
];

export const TYPES = ['string', 'number', 'boolean', 'array', 'object', 'null'] as const;

const BY_KEY = new Map(OPERATOR_GROUPS.flatMap(({ operators }) => operators).map((each) => [each.key, each]));
const RAW: Operator = { key: 'json', name: 'satisfies JSON', value: 'json' };

/** The operator of a key; one that the builder does not know is shown as JSON. */
export const operatorOf = (key: string): Operator => BY_KEY.get(key) ?? RAW;
