import { type Experiment, type RatesReport, type Results } from '../api-types.js';
import { displayInstant } from '../format/time.js';
import { type Resource, valueOf } from '../loading/resource.js';
import { ComparisonCard } from './comparison-card.js';
import { GuardrailCard } from './guardrail-card.js';
import { Section, Shown } from './section.js';

interface GuardrailSectionProps {
  readonly experiment: Experiment;
  readonly rates: Resource<RatesReport>;
  readonly results: Resource<Results>;
}

export function GuardrailSection({ experiment, rates, results }: GuardrailSectionProps) {
  const asOf = valueOf(rates.loaded)?.asOf ?? null;
  const kinds = valueOf(results.loaded)?.metrics ?? [];
  const note = asOf !== null && <span className="section-note">as of {displayInstant(asOf)}</span>;
  return (
    <Section title="Guardrails" note={note}>
      {experiment.guardrails.length === 0 ? (
        <p className="notice">
          None. An experiment without guardrails runs until somebody stops it; add one to a draft with{' '}
          <code>POST /v1/experiments/{experiment.id}/guardrails</code>.
        </p>
      ) : (
        <Shown resource={rates} what="rates">
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
        </Shown>
      )}
    </Section>
  );
}
