import { type Experiment, type Instant } from '../api-types.js';
import { displayAge, displayInstant } from '../format/time.js';
import { Link } from '@tanstack/react-router';
import { StateBadge } from './state-badge.js';

export function ExperimentRow({ experiment, now }: { experiment: Experiment; now: number }) {
  return (
    <tr className="experiment-row" data-testid={`experiment-row-${experiment.key}`}>
      <td className="experiment-row-name">
        <Link to="/experiments/$id" params={{ id: experiment.id }}>
          {experiment.name}
        </Link>
        <span className="key">{experiment.key}</span>
      </td>
      <td className="wide-only">
        <span className="key" title={experiment.flag}>
          {experiment.flag}
        </span>
      </td>
      <td>
        <StateBadge experiment={experiment} />
        <span className="narrow-only">
          <Age instant={experiment.updatedAt} now={now} />
        </span>
      </td>
      <td className="wide-only number">{experiment.guardrails.length}</td>
      <td className="wide-only number">
        <Age instant={experiment.updatedAt} now={now} />
      </td>
    </tr>
  );
}

function Age({ instant, now }: { instant: Instant; now: number }) {
  return (
    <time dateTime={instant} title={displayInstant(instant)}>
      {displayAge(instant, now)}
    </time>
  );
}
