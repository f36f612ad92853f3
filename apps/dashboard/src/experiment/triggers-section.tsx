import { type Trigger } from '../api-types.js';
import { displayInstant } from '../format/time.js';
import { comparisonText, consequenceText } from '../format/words.js';
import { Answered, type QueryAnswer } from '../ui/answered.js';
import { Section } from './section.js';

/** All breaches of all runs. */
export function TriggersSection({ triggers }: { triggers: QueryAnswer<readonly Trigger[]> }) {
  return (
    <Section title="Triggers">
      <Answered query={triggers} what="triggers">
        {(items) =>
          items.length === 0 ? <p className="notice">No guardrail has triggered.</p> : <Table items={items} />
        }
      </Answered>
    </Section>
  );
}

function Table({ items }: { items: readonly Trigger[] }) {
  return (
    <div className="card table-card">
      <table className="triggers">
        <thead>
          <tr>
            <th scope="col">Guardrail</th>
            <th scope="col" className="number">
              Value
            </th>
            <th scope="col">Action</th>
            <th scope="col" className="wide-only number">
              Detected
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((trigger) => (
            <tr key={trigger.id}>
              <th scope="row">
                <span className="key">{trigger.guardrail}</span>
                <span className="trigger-where">{trigger.variant ?? 'total'}</span>
              </th>
              <td className="number">{comparisonText(trigger)}</td>
              <td>{consequenceText(trigger)}</td>
              <td className="wide-only number">
                <time dateTime={trigger.detectedAt}>{displayInstant(trigger.detectedAt)}</time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
