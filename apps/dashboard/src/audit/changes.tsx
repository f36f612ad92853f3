import type { Schemas } from '../server/documents.js';
import { Json } from '../ui/json.js';

/** What an event changed, before and after. */
export function Changes({ changes }: { readonly changes: readonly Schemas['Change'][] }) {
  if (changes.length === 0) return <p className="hint">No field changed.</p>;
  return (
    <dl className="changes">
      {changes.map(({ field, before, after, omitted }) => (
        <div key={field}>
          <dt className="key">{field}</dt>
          <dd>
            {omitted && <span className="hint">Too long to show here. </span>}
            {before !== undefined && (
              <del>
                <Json value={before} />
              </del>
            )}
            {after !== undefined && (
              <ins>
                <Json value={after} />
              </ins>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
