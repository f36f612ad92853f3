import { type Trigger } from '../api-types.js';
import { displayInstant } from '../format/time.js';
import { breachText, consequenceText } from '../format/words.js';

/** The breaches of the current run. The region always exists, so that screen readers announce a new breach. */
export function TriggerBanner({ triggers }: { triggers: readonly Trigger[] }) {
  return (
    <div role="alert">
      {triggers.length > 0 && (
        <ul className="trigger-banner" data-testid="trigger-banner">
          {triggers.map((trigger) => (
            <li key={trigger.id} className={`trigger trigger-${trigger.action}`}>
              <p className="trigger-sentence">
                {breachText(trigger)} <span aria-hidden="true">→</span> <strong>{consequenceText(trigger)}</strong>
              </p>
              <p className="trigger-evidence">
                guardrail <span className="key">{trigger.guardrail}</span>
                {`, ${trigger.evidence}, `}
                <time dateTime={trigger.detectedAt}>{displayInstant(trigger.detectedAt)}</time>, by {trigger.detectedBy}
              </p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
