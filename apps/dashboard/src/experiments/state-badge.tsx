import { useState } from 'react';
import { type Experiment } from '../api-types.js';
import { outcomeText, stateText } from '../format/words.js';

/** The state and, once completed, the outcome. */
export function StateBadge({ experiment }: { experiment: Pick<Experiment, 'status' | 'outcome'> }) {
  const { status, outcome } = experiment;
  const [firstStatus] = useState(status);
  const tone = status === 'completed' && outcome ? outcome.kind : status;
  return (
    <span
      key={status}
      className={`badge badge-${tone}${status === firstStatus ? '' : ' badge-changed'}`}
      data-testid="experiment-state"
      data-state={status}
      data-outcome={outcome?.kind}
    >
      {stateText(status)}
      {outcome && <span className="badge-outcome">{` · ${outcomeText(outcome)}`}</span>}
    </span>
  );
}
