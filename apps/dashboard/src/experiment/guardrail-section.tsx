import { type Experiment, type RatesReport, type Results } from '../api-types.js';
import { displayInstant } from '../format/time.js';
import { Answered, type QueryAnswer } from '../ui/answered.js';
import { ComparisonCard } from './comparison-card.js';
import { GuardrailCard } from './guardrail-card.js';
import { Section } from './section.js';

interface GuardrailSectionProps {
  readonly experiment: Experiment;
  readonly rates: QueryAnswer<RatesReport>;
  readonly results: QueryAnswer<Results>;
}

export function GuardrailSection({ experiment, rates, results }: GuardrailSectionProps) {
  const asOf = rates.data?.asOf ?? null;
  const kinds = results.data?.metrics ?? [];
  const note = asOf !== null && <span className="section-note">as of {displayInstant(asOf)}</span>;
  return (
    <Section title="Guardrails" note={note}>
      {experiment.guardrails.length === 0 ? (
        <p className="notice">
          None. An experiment without guardrails runs until somebody stops it; add one to a draft with{' '}
          <code>POST /v1/experiments/{experiment.id}/guardrails</code>.
        </p>
      ) : (
        <Answered query={rates} what="rates">
          {(report) => (
            <div className="guardrails">
              {experiment.guardrails.map((guardrail) =>
                guardrail.kind === 'comparison' ? (
                  <ComparisonCard key={guardrail.key} guardrail={guardrail} />
                ) : (
                  <GuardrailCard
                    key={guardrail.key}
                    experiment={experiment}
                    guardrail={guardrail}
                    report={report}
                    kind={kinds.find(({ metric }) => metric === guardrail.metric)?.kind}
                  />
                ),
              )}
            </div>
          )}
        </Answered>
      )}
    </Section>
  );
}
