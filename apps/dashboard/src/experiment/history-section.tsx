import { type HistoryItem } from '../api-types.js';
import { displayAge, displayInstant } from '../format/time.js';
import { useNow } from '../format/use-now.js';
import { Answered, type QueryAnswer } from '../ui/answered.js';
import { Section } from './section.js';

/** The history of the experiment, newest first. */
export function HistorySection({ history }: { history: QueryAnswer<readonly HistoryItem[]> }) {
  const now = useNow();
  return (
    <Section title="History" className="history-section">
      <Answered query={history} what="history">
        {(items) => (
          <ol className="history" reversed data-testid="history-list">
            {items.toReversed().map((item) => (
              <Entry key={item.position} item={item} now={now} />
            ))}
          </ol>
        )}
      </Answered>
    </Section>
  );
}

function Entry({ item, now }: { item: HistoryItem; now: number }) {
  return (
    <li className={`history-item history-${item.type}`} data-type={item.type}>
      <p className="history-summary">{item.summary}</p>
      <p className="history-meta">
        {item.by.name}
        {item.by.kind !== 'user' && <span className="tag">{item.by.kind}</span>}
        <time dateTime={item.at} title={displayInstant(item.at)}>
          {displayAge(item.at, now)}
        </time>
      </p>
    </li>
  );
}
