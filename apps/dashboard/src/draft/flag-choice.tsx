import { useEffect, useId, useRef } from 'react';
import { Field } from '../forms/field.js';
import { server } from '../server/client.js';
import { useFault } from './faults.js';
import type { SectionProps } from './draft-section.js';
import { withFlag } from './variants.js';

const OFFERED = 50;

/** The flag whose value is tried. Choosing it fills in the variants; of a draft that was made it stays. */
export function FlagChoice({ form, change, made }: SectionProps & { readonly made: boolean }) {
  const list = useId();
  const fault = useFault('/flag');
  const { data, isPlaceholderData } = server.useQuery(
    'get',
    '/v1/flags',
    { params: { query: { limit: OFFERED, archived: false, ...(form.flag !== '' && { q: form.flag }) } } },
    { enabled: !made, placeholderData: (before) => before },
  );
  const known = data?.items.some(({ key }) => key === form.flag) ?? false;
  const { data: flag } = server.useQuery(
    'get',
    '/v1/flags/{key}',
    { params: { path: { key: form.flag } } },
    { enabled: known && !made },
  );
  const filledFrom = useRef(form.variants.length > 0 ? form.flag : '');
  useEffect(() => {
    if (made || flag === undefined || flag.key !== form.flag || filledFrom.current === flag.key) return;
    filledFrom.current = flag.key;
    change((before) => withFlag(before, flag));
  }, [made, flag, form.flag, change]);
  const isUnknown = !made && form.flag !== '' && data !== undefined && !isPlaceholderData && !known;
  return (
    <Field
      label="Flag"
      error={fault ?? (isUnknown ? 'There is no such flag.' : undefined)}
      hint={made ? 'The flag stays.' : 'Its values become the variants'}
    >
      {(control) => (
        <>
          <input
            {...control}
            className="code-input"
            list={list}
            value={form.flag}
            maxLength={100}
            spellCheck={false}
            autoComplete="off"
            disabled={made}
            onChange={(event) => change((before) => ({ ...before, flag: event.target.value }))}
          />
          <datalist id={list}>
            {data?.items.map(({ key, type }) => (
              <option key={key} value={key}>
                {type}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
