import { useState } from 'react';
import { Field } from '../../forms/field.js';
import { server } from '../../server/client.js';
import type { Schemas } from '../../server/documents.js';
import { Button } from '../../ui/button.js';
import { ProblemText } from '../../ui/confirm-dialog.js';
import { Json } from '../../ui/json.js';
import type { Flag } from '../flag-types.js';
import { stepText } from './steps.js';

/** Asks why a subject gets what it gets, now or at an earlier instant. Nothing is recorded. */
export function Playground({ flag }: { readonly flag: Flag }) {
  const [subject, setSubject] = useState('');
  const [attributes, setAttributes] = useState('{}');
  const [at, setAt] = useState('');
  const [fault, setFault] = useState<string>();
  const explain = server.useMutation('post', '/v1/decide/explain');
  const ask = () => {
    let context: unknown;
    try {
      context = JSON.parse(attributes);
    } catch {
      setFault('Write an object as JSON, such as {"country": "DE"}.');
      return;
    }
    setFault(undefined);
    explain.mutate({
      body: {
        flag: flag.key,
        ...(subject === '' ? {} : { subjectId: subject }),
        // The server says what is wrong with what is no object.
        attributes: context as Record<string, never>,
        ...(at === '' ? {} : { at: new Date(at).toISOString() }),
      },
    });
  };
  return (
    <div className="playground">
      <form
        className="card form-section"
        aria-label="Who asks"
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <Field label="Subject" hint="The id that your code sends as targetingKey">
          {(bound) => (
            <input {...bound} value={subject} spellCheck={false} onChange={(event) => setSubject(event.target.value)} />
          )}
        </Field>
        <Field label="Attributes" error={fault}>
          {(bound) => (
            <textarea
              {...bound}
              className="code"
              spellCheck={false}
              value={attributes}
              onChange={(event) => setAttributes(event.target.value)}
            />
          )}
        </Field>
        <Field label="At" hint="Empty: now">
          {(bound) => (
            <input
              {...bound}
              type="datetime-local"
              step={1}
              value={at}
              onChange={(event) => setAt(event.target.value)}
            />
          )}
        </Field>
        <footer className="form-foot">
          <Button type="submit" kind="primary" pending={explain.isPending}>
            Explain
          </Button>
        </footer>
        <ProblemText error={explain.error} />
      </form>
      {explain.data && <Trace explanation={explain.data} />}
    </div>
  );
}

function Trace({ explanation }: { readonly explanation: Schemas['Explanation'] }) {
  return (
    <section className="card form-section" aria-label="Decision" aria-live="polite">
      <h2>
        {explanation.variant === null ? 'Nothing' : <code>{explanation.variant}</code>}{' '}
        <span className="tag">{explanation.reason.replaceAll('_', ' ')}</span>
      </h2>
      <p>
        Value <Json value={explanation.value} />
      </p>
      <ol className="trace">
        {explanation.steps.map((step, index) => {
          const { title, detail, passed } = stepText(step);
          return (
            <li key={index} className={passed === null ? 'trace-step' : `trace-step trace-${passed ? 'yes' : 'no'}`}>
              <b>{title}</b> {detail}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
