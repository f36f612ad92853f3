import { useEffect, useRef, useState } from 'react';
import { EXPERIMENT_STATES } from '../api-types.js';
import { stateText } from '../format/words.js';
import { SORT_KEYS, type ListSearch, type SortKey } from './use-search.js';

interface FilterBarProps {
  readonly search: ListSearch;
  readonly change: (change: ListSearch) => void;
}

const PACE_MS = 250;
const SORTS: Readonly<Record<SortKey, string>> = {
  updated: 'changed last',
  started: 'started last',
  name: 'name',
  state: 'state',
};

/** State, text, owner and order of the list. */
export function FilterBar({ search, change }: FilterBarProps) {
  return (
    <div className="filter-bar">
      <div className="chips" role="group" aria-label="State">
        {([undefined, ...EXPERIMENT_STATES] as const).map((state) => (
          <button
            key={state ?? 'all'}
            type="button"
            className="chip"
            aria-pressed={search.state === state}
            onClick={() => change({ state })}
          >
            {state === undefined ? 'all' : stateText(state)}
          </button>
        ))}
      </div>
      <div className="filter-fields">
        <Narrowed what="flag" value={search.flag} clear={() => change({ flag: undefined })} />
        <Narrowed what="tag" value={search.tag} clear={() => change({ tag: undefined })} />
        <label className="check">
          <input
            type="checkbox"
            checked={search.owner === 'mine'}
            onChange={(event) => change({ owner: event.target.checked ? 'mine' : undefined })}
          />
          mine
        </label>
        <SearchField value={search.q ?? ''} change={(q) => change({ q: q === '' ? undefined : q })} />
        <select
          aria-label="Sort by"
          value={search.sort ?? ''}
          onChange={(event) => change({ sort: SORT_KEYS.find((key) => key === event.target.value) })}
        >
          <option value="">newest</option>
          {SORT_KEYS.map((key) => (
            <option key={key} value={key}>
              {SORTS[key]}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

interface NarrowedProps {
  readonly what: string;
  readonly value: string | undefined;
  readonly clear: () => void;
}

/** A filter that only links set. */
function Narrowed({ what, value, clear }: NarrowedProps) {
  if (value === undefined) return null;
  return (
    <button type="button" className="chip" aria-pressed onClick={clear}>
      {what} {value} ×<span className="visually-hidden"> remove the filter</span>
    </button>
  );
}

interface SearchFieldProps {
  readonly value: string;
  readonly change: (text: string) => void;
}

/** Searches once nothing is typed for a moment. `/` goes to it. */
function SearchField({ value, change }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const [said, setSaid] = useState(value);
  // The address changed by itself: another link, or the way back.
  if (value !== said) {
    setSaid(value);
    setText(value);
  }
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => {
      setSaid(text.trim());
      change(text.trim());
    }, PACE_MS);
    return () => clearTimeout(timer);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof Element && event.target.closest('input, textarea, select, dialog');
      if (event.key !== '/' || isTyping) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  return (
    <input
      ref={input}
      type="search"
      className="filter-text"
      aria-label="Search names, keys and hypotheses"
      placeholder="Search ( / )"
      maxLength={200}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}
