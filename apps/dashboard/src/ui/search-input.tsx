import { useEffect, useState } from 'react';

const PAUSE_MS = 250;

interface SearchInputProps {
  readonly label: string;
  readonly text: string;
  /** Called when the typing pauses; undefined: nothing is sought. */
  readonly change: (text: string | undefined) => void;
}

/** A field to search a list. */
export function SearchInput({ label, text, change }: SearchInputProps) {
  const [typed, setTyped] = useState(text);
  useEffect(() => {
    if (typed === text) return undefined;
    const timer = setTimeout(() => change(typed.trim() === '' ? undefined : typed), PAUSE_MS);
    return () => clearTimeout(timer);
  });
  return (
    <input
      type="search"
      className="filter-text"
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
