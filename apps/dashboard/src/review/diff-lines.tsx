import { diffOf, type DiffLine } from './diff.js';

interface DiffLinesProps {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** What the two sides are called. */
  readonly names: readonly [before: string, after: string];
}

const SIGNS: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', removed: '−', added: '+' };

/** Two texts, line by line. */
export function DiffLines({ before, after, names: [old, fresh] }: DiffLinesProps) {
  return (
    <ul className="diff">
      {diffOf(before, after).map(({ kind, text }, index) => (
        <li key={index} className={`diff-line diff-${kind}`}>
          <span className="diff-sign" aria-hidden="true">
            {SIGNS[kind]}
          </span>
          {kind !== 'same' && <span className="visually-hidden">{kind === 'removed' ? `${old}: ` : `${fresh}: `}</span>}
          <span className="diff-text" dir="auto">
            {text}
          </span>
        </li>
      ))}
    </ul>
  );
}
