import { EXPERIMENT_STATES, type Experiment } from '../api-types.js';
import { stateText } from '../format/words.js';
import { type Filter } from './merge.js';

interface FilterBarProps {
  readonly experiments: readonly Experiment[];
  readonly filter: Filter;
  readonly change: (filter: Filter) => void;
}

export function FilterBar({ experiments, filter, change }: FilterBarProps) {
  const countOf = (state: Filter['state']) =>
    state === 'all' ? experiments.length : experiments.filter(({ status }) => status === state).length;
  const offered = EXPERIMENT_STATES.filter((state) => countOf(state) > 0 || state === filter.state);
  return (
    <div className="filter-bar">
      <div className="chips" role="group" aria-label="State">
        {(['all', ...offered] as const).map((state) => (
          <button
            key={state}
            type="button"
            className="chip"
            aria-pressed={filter.state === state}
            onClick={() => change({ ...filter, state })}
          >
            {state === 'all' ? state : stateText(state)} <span className="chip-count">{countOf(state)}</span>
          </button>
        ))}
      </div>
      <input
        type="search"
        className="filter-text"
        aria-label="Filter by name, key or flag"
        placeholder="Filter by name, key or flag"
        value={filter.text}
        onChange={(event) => change({ ...filter, text: event.target.value })}
      />
    </div>
  );
}
