import { useQueries, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { namedGroups } from '../../../../libs/evaluation/targeting/named-groups.js';
import { Field } from '../forms/field.js';
import { server } from '../server/client.js';
import type { Condition } from './model.js';

const evaluator = () => import('./try.js');
const LONGEST = 200_000;

/** Tries a condition on contexts that somebody pastes, before it is anywhere in use. */
export function TryCondition({ condition }: { readonly condition: Condition | null }) {
  const [text, setText] = useState('');
  const pasted = useDeferredValue(text);
  // Only what tries conditions needs the code that evaluates them.
  const { data: code } = useQuery({
    queryKey: ['code', 'try-condition'],
    queryFn: evaluator,
    staleTime: Infinity,
    enabled: text !== '',
  });
  const { conditions, lists } = useGroups(condition);
  const examples = code?.readExamples(pasted) ?? [];
  const fault = typeof examples === 'string' ? examples : undefined;
  const read = typeof examples === 'string' ? [] : examples;
  const outcomes = code?.tryCondition(condition, conditions, read) ?? [];
  return (
    <div className="try-condition">
      <Field
        label="Try it on example contexts"
        hint="One JSON object, or one on each line. They stay in this browser."
        error={fault}
      >
        {(control) => (
          <textarea
            {...control}
            className="code"
            rows={3}
            spellCheck={false}
            maxLength={LONGEST}
            placeholder={'{ "country": "NL", "app": { "version": "4.2.0" } }'}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      {lists.length > 0 && (
        <p className="field-hint">Lists of groups stay on the server, so nobody is in {lists.join(', ')} here.</p>
      )}
      <ol className="try-outcomes" aria-label="Outcome of the examples" aria-live="polite">
        {read.map(({ text: shown }, index) => {
          const outcome = outcomes[index];
          if (!outcome) return null;
          return (
            <li key={index} className={outcome.holds ? 'try-holds' : 'try-fails'}>
              <strong>{outcome.holds ? 'takes part' : 'does not'}</strong>
              <code title={shown}>{shown}</code>
              {outcome.failing.length > 0 && (
                <span className="try-why">
                  because of <code>{outcome.failing.join(' ')}</code>
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** The groups that a condition names: those with a condition of their own, and those that are lists. */
function useGroups(condition: Condition | null) {
  const keys = [...new Set(namedGroups(condition ?? {}, '').map(({ key }) => key))];
  const answers = useQueries({
    queries: keys.map((key) => ({ ...server.queryOptions('get', '/v1/groups/{key}', { params: { path: { key } } }) })),
  });
  const conditions = new Map<string, Condition>();
  const lists: string[] = [];
  for (const [index, key] of keys.entries()) {
    const when = answers[index]?.data?.when;
    // The cast says what a group's condition is: JSON.
    if (when) conditions.set(key, when as Condition);
    else lists.push(key);
  }
  return { conditions, lists };
}
