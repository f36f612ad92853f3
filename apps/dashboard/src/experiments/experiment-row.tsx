import { type Instant } from '../api-types.js';
import { displayDecimal } from '../format/decimal.js';
import { displayAge, displayInstant } from '../format/time.js';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../server/documents.js';
import { Lights } from './lights.js';
import { StateBadge } from './state-badge.js';

/** Tags that a row shows. */
const TAGS = 4;

interface ExperimentRowProps {
  readonly experiment: Schemas['ListedExperiment'];
  readonly now: number;
}

export function ExperimentRow({ experiment, now }: ExperimentRowProps) {
  return (
    <tr className="experiment-row" data-testid={`experiment-row-${experiment.key}`}>
      <td className="experiment-row-name">
        <Link to="/experiments/$id" params={{ id: experiment.id }} title={experiment.name} dir="auto">
          {experiment.name}
        </Link>
        <span className="key">{experiment.key}</span>
        {experiment.tags.length > 0 && (
          <span className="row-tags">
            {experiment.tags.slice(0, TAGS).map((tag) => (
              <span key={tag} className="tag" title={tag}>
                {tag}
              </span>
            ))}
          </span>
        )}
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
      <td className="wide-only">
        <Lights lights={experiment.lights} />
      </td>
      <td className="wide-only number">{displayDecimal(experiment.traffic)}%</td>
      <td className="wide-only owner" title={experiment.owner.name}>
        {experiment.owner.name}
      </td>
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
