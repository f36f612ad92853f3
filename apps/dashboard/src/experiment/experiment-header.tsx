import { type Experiment, type Trigger } from '../api-types.js';
import { StateBadge } from '../experiments/state-badge.js';
import { displayDecimal } from '../format/decimal.js';
import { displayInstant } from '../format/time.js';
import { outcomeSentence, stateText } from '../format/words.js';
import { LifecycleActions } from '../lifecycle/lifecycle-actions.js';

interface HeaderProps {
  readonly experiment: Experiment;
  readonly triggers: readonly Trigger[];
}

export function ExperimentHeader({ experiment, triggers }: HeaderProps) {
  const { outcome } = experiment;
  const ended = outcome && outcomeSentence(outcome, triggers);
  return (
    <header className="experiment-header">
      <div className="page-head">
        <h1>{experiment.name}</h1>
        <StateBadge experiment={experiment} />
        <LifecycleActions experiment={experiment} />
      </div>
      <p className="visually-hidden" aria-live="polite">
        {`State: ${stateText(experiment.status)}${ended ? `, ${ended}` : ''}`}
      </p>
      {ended && (
        <p className="outcome">
          <span className="outcome-sentence">{ended}</span>
          {outcome.by.kind !== 'system' && outcome.comment && <q>{outcome.comment}</q>}
        </p>
      )}
      <dl className="facts">
        <Fact name="Key" value={experiment.key} code />
        <Fact name="Flag" value={experiment.flag} code />
        <Fact name="Traffic" value={`${displayDecimal(experiment.traffic)}%`} />
        <Fact name="Owner" value={experiment.owner.name} />
        {experiment.phase > 0 && <Fact name="Phase" value={experiment.phase.toString()} />}
        {experiment.startedAt !== null && <Fact name="Started" value={displayInstant(experiment.startedAt)} />}
        {experiment.completedAt !== null && <Fact name="Completed" value={displayInstant(experiment.completedAt)} />}
      </dl>
    </header>
  );
}

function Fact({ name, value, code = false }: { name: string; value: string; code?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={code ? 'key' : undefined}>{value}</dd>
    </div>
  );
}
