import { type ComparisonGuardrail } from '../api-types.js';
import { actionText, marginText } from '../format/words.js';

/** A guardrail that compares treatments with control: its rule. It has no rates against a threshold. */
export function ComparisonCard({ guardrail }: { readonly guardrail: ComparisonGuardrail }) {
  return (
    <article className="card guardrail" aria-label={`Guardrail ${guardrail.key}`}>
      <header className="guardrail-head">
        <h3 className="key">{guardrail.metric}</h3>
      </header>
      <p className="guardrail-rule">
        {actionText(guardrail.action)} when {marginText(guardrail.margin)}
        {guardrail.key !== guardrail.metric && (
          <>
            {' · '}
            <span className="key">{guardrail.key}</span>
          </>
        )}
      </p>
    </article>
  );
}
