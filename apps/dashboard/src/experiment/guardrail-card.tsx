import { type Experiment, type MetricKind, type RatesReport, type ThresholdGuardrail } from '../api-types.js';
import { displayWindow } from '../format/time.js';
import { actionText, breachSign } from '../format/words.js';
import { GuardrailChart } from './guardrail-chart.js';
import { RateTable } from './rate-table.js';

const STATE_TEXT = { no_data: 'No data yet', healthy: 'Healthy', breached: 'Breached' } as const;

interface GuardrailCardProps {
  readonly experiment: Experiment;
  readonly guardrail: ThresholdGuardrail;
  readonly report: RatesReport;
  readonly kind: MetricKind | undefined;
}

/** A guardrail with a threshold: its rule, its current rates, and its metric over time. */
export function GuardrailCard({ experiment, guardrail, report, kind }: GuardrailCardProps) {
  const rates = report.items.find((item) => item.guardrail === guardrail.key);
  const state = rates?.state ?? 'no_data';
  return (
    <article className={`card guardrail guardrail-${state}`} aria-label={`Guardrail ${guardrail.key}`}>
      <header className="guardrail-head">
        <h3 className="key">{guardrail.metric}</h3>
        <span className={`health health-${state}`} role="status">
          {STATE_TEXT[state]}
        </span>
      </header>
      <p className="guardrail-rule">
        {actionText(guardrail.action)} when {rates ? breachSign(rates.direction) : 'beyond'}{' '}
        <b className="number">{guardrail.threshold}</b>, {displayWindow(guardrail.windowMinutes)}
        {guardrail.key !== guardrail.metric && (
          <>
            {' · '}
            <span className="key">{guardrail.key}</span>
          </>
        )}
      </p>
      <RateTable guardrail={guardrail} variants={experiment.variants.map(({ key }) => key)} rates={rates} kind={kind} />
      <GuardrailChart experiment={experiment} guardrail={guardrail} />
    </article>
  );
}
