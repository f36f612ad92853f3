import { Link } from '@tanstack/react-router';
import { displayDecimal } from '../format/decimal.js';
import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';

type Answer = Schemas['Consequences'];

interface ConsequencesProps {
  readonly id: string;
  /** Percentage; absent: of a start. */
  readonly traffic?: string | undefined;
}

/** What a start or other traffic would do to others, as the server foresees it. */
export function Consequences({ id, traffic }: ConsequencesProps) {
  const query = traffic === undefined ? {} : { traffic };
  const { data } = server.useQuery(
    'get',
    '/v1/experiments/{id}/consequences',
    { params: { path: { id }, query } },
    { placeholderData: (before) => before },
  );
  if (!data) return null;
  const { share, subjectsPerDay, participation } = data;
  return (
    <ul className="consequences" aria-live="polite">
      <li>
        It takes {displayDecimal(share)}% of the flag’s subjects
        {subjectsPerDay === null ? '' : `, about ${displayDecimal(subjectsPerDay)} new ones a day`}.
      </li>
      {obstacles(data).map((obstacle) => (
        <li key={obstacle} className="warning-line">
          {obstacle}
        </li>
      ))}
      {participation && participation.total > 0 && <Displaced participation={participation} />}
    </ul>
  );
}

/** Why it would be refused or reach nobody. */
function obstacles({ flag, conflictDomain, participation }: Answer): readonly string[] {
  return [
    ...(flag.enabled ? [] : [`The flag ${flag.key} is disabled: it serves its default to everybody.`]),
    ...(flag.holder === null ? [] : [`${flag.holder.name} is live on the flag: the start is refused while it is.`]),
    ...(conflictDomain === null || conflictDomain.fits
      ? []
      : [`Only ${displayDecimal(conflictDomain.free)}% of the domain ${conflictDomain.key} is free: it is refused.`]),
    ...(participation === null || Number(participation.kept) >= 100
      ? []
      : [`Older experiments leave it ${displayDecimal(participation.kept)}% of its own traffic.`]),
  ];
}

function Displaced({ participation }: { readonly participation: Schemas['ParticipationConsequence'] }) {
  const { total, displaced } = participation;
  return (
    <li>
      {total === 1 ? 'One younger experiment loses subjects' : `${total} younger experiments lose subjects`}:
      <ul>
        {displaced.map(({ experiment, share, subjects }) => (
          <li key={experiment.id}>
            <Link to="/experiments/$id" params={{ id: experiment.id }} dir="auto">
              {experiment.name}
            </Link>{' '}
            {displayDecimal(share)}%{subjects === null ? '' : `, about ${displayDecimal(subjects)} subjects`}
          </li>
        ))}
      </ul>
    </li>
  );
}
