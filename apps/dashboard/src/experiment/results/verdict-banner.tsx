import type { Results } from '../../api-types.js';
import { nextStep, reasonText, verdictTitle } from './result-words.js';

/** What the numbers say, why, and what to do next. */
export function VerdictBanner({ results }: { readonly results: Results }) {
  const { verdict } = results;
  if (verdict === null) return null;
  const others = verdict.arms.filter(({ variant }) => variant !== verdict.variant);
  return (
    <section className={`card verdict verdict-${verdict.kind}`} aria-label="Verdict" aria-live="polite">
      <h2 data-testid="verdict" data-verdict={verdict.kind}>
        {verdictTitle(verdict)}
      </h2>
      <ul>
        {verdict.reasons.map((reason, index) => (
          <li key={index}>{reasonText(reason)}</li>
        ))}
      </ul>
      {results.status === 'running' && <p className="verdict-next">{nextStep(verdict)}</p>}
      {others.length > 0 && (
        <p className="hint">
          {others.map(({ variant, kind }) => `${variant}: ${kind.replaceAll('_', ' ')}`).join(' · ')}
        </p>
      )}
    </section>
  );
}
