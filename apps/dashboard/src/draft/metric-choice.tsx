import { useId } from 'react';
import { Field } from '../forms/field.js';
import { server } from '../server/client.js';
import { useFault } from './faults.js';

interface MetricChoiceProps {
  readonly label: string;
  readonly pointer: string;
  readonly value: string;
  readonly change: (metric: string) => void;
}

const OFFERED = 50;

/** A metric by its key, with suggestions by what is typed. */
export function MetricChoice({ label, pointer, value, change }: MetricChoiceProps) {
  const list = useId();
  const { data } = server.useQuery(
    'get',
    '/v1/metrics',
    { params: { query: { limit: OFFERED, archived: false, ...(value !== '' && { q: value }) } } },
    { placeholderData: (before) => before },
  );
  const known = data?.items.find(({ key }) => key === value);
  return (
    <Field
      label={label}
      error={useFault(pointer)}
      hint={known ? `${known.name} · ${known.kind} · ${known.direction.replaceAll('_', ' ')}` : undefined}
    >
      {(control) => (
        <>
          <input
            {...control}
            className="code-input"
            list={list}
            value={value}
            maxLength={100}
            placeholder="key of a metric"
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => change(event.target.value)}
          />
          <datalist id={list}>
            {data?.items.map(({ key, name }) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
