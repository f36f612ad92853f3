import type { Results } from '../../api-types.js';
import { displayDecimal } from '../../format/decimal.js';
import { effectText } from './result-words.js';

type Check = Results['health'][number];

const NAMES: Readonly<Record<Check['check'], string>> = {
  srm: 'Subjects split by the weights',
  double_exposure: 'Subjects met one variant each',
  silence: 'Events come',
};

const LIGHTS: Readonly<Record<Check['state'], string>> = {
  ok: 'healthy',
  failing: 'breached',
  not_enough_data: 'no_data',
};

/** Whether the numbers can be trusted. */
export function HealthList({ health }: { readonly health: readonly Check[] }) {
  return (
    <ul className="health-list" aria-label="Health checks">
      {health.map((check) => (
        <li key={check.check}>
          <span className={`health health-${LIGHTS[check.state]}`}>{NAMES[check.check]}</span>{' '}
          <span className="hint">{check.state === 'not_enough_data' ? 'not enough data yet' : detailOf(check)}</span>
        </li>
      ))}
    </ul>
  );
}

function detailOf(check: Check): string {
  switch (check.check) {
    case 'srm':
      return `evidence against it ${displayDecimal(String(check.eValue))}; it fails from ${check.threshold} on`;
    case 'double_exposure':
      return `${check.doubleExposed} of ${check.subjects.toLocaleString('en-GB')} met several${
        check.share === null ? '' : ` (${effectText(check.share).replace('+', '')})`
      }`;
    case 'silence':
      return check.quietMinutes === null ? 'it does not run' : `quiet for ${Math.round(check.quietMinutes)} min`;
  }
}
