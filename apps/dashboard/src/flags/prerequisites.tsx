import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Field } from '../forms/field.js';
import { server } from '../server/client.js';
import { Button } from '../ui/button.js';
import { ProblemText } from '../ui/confirm-dialog.js';
import { useDone } from '../ui/use-done.js';
import { type Flag, variantNames } from './flag-types.js';

interface PrerequisitesProps {
  readonly flag: Flag;
  readonly obstacle: string | null;
}

/** Other flags that must serve a variant before this one serves anything but its default, and flags that require this one. */
export function Prerequisites({ flag, obstacle }: PrerequisitesProps) {
  const { data: dependents } = server.useQuery('get', '/v1/flags/{key}/dependents', {
    params: { path: { key: flag.key }, query: { limit: 20 } },
  });
  const replace = server.useMutation('put', '/v1/flags/{key}/requires');
  const done = useDone();
  const set = (requires: Flag['requires']) =>
    replace.mutate(
      { params: { path: { key: flag.key } }, body: requires },
      { onSuccess: () => done(`What ${flag.key} requires is saved`) },
    );
  return (
    <section className="card form-section" aria-label="Prerequisites">
      <h2>Prerequisites</h2>
      {flag.requires.length === 0 ? (
        <p className="hint">None, in any environment.</p>
      ) : (
        <ul className="prerequisites">
          {flag.requires.map((each) => (
            <li key={each.flag}>
              <Link to="/flags/$key" params={{ key: each.flag }} className="key">
                {each.flag}
              </Link>{' '}
              serves <code>{each.variant}</code>
              <Button
                kind="quiet"
                obstacle={obstacle}
                aria-label={`Remove ${each.flag}`}
                onClick={() => set(flag.requires.filter((other) => other !== each))}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
      <AddPrerequisite obstacle={obstacle} add={(requirement) => set([...flag.requires, requirement])} />
      <ProblemText error={replace.error} />
      {dependents && dependents.items.length > 0 && (
        <p>
          Required by{' '}
          {dependents.items.map(({ key }, index) => (
            <span key={key}>
              {index > 0 && ', '}
              <Link to="/flags/$key" params={{ key }} className="key">
                {key}
              </Link>
            </span>
          ))}
          .
        </p>
      )}
    </section>
  );
}

interface AddPrerequisiteProps {
  readonly obstacle: string | null;
  readonly add: (requirement: Flag['requires'][number]) => void;
}

function AddPrerequisite({ obstacle, add }: AddPrerequisiteProps) {
  const [key, setKey] = useState('');
  const [variant, setVariant] = useState('');
  const { data: other } = server.useQuery(
    'get',
    '/v1/flags/{key}',
    { params: { path: { key } } },
    { enabled: key !== '', retry: false },
  );
  const names = other ? variantNames(other) : [];
  return (
    <form
      className="variant-row"
      onSubmit={(event) => {
        event.preventDefault();
        if (obstacle === null && key !== '') add({ flag: key, variant: variant === '' ? (names[0] ?? '') : variant });
      }}
    >
      <Field label="Another flag">
        {(bound) => (
          <input {...bound} value={key} spellCheck={false} onChange={(event) => setKey(event.target.value.trim())} />
        )}
      </Field>
      <Field label="must serve">
        {(bound) => (
          <select {...bound} value={variant} onChange={(event) => setVariant(event.target.value)}>
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
      </Field>
      <Button type="submit" obstacle={obstacle ?? (other ? null : 'Name a flag that exists.')}>
        Require it
      </Button>
    </form>
  );
}
