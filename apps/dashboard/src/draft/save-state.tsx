import { displayClock } from '../format/time.js';
import { faultsElsewhere } from './faults.js';
import type { DraftState } from './draft-store.js';

interface SaveStateProps {
  readonly state: DraftState;
  readonly retry: () => void;
}

/** Whether what was typed is on the server, and if not, why. */
export function SaveState({ state, retry }: SaveStateProps) {
  const elsewhere = faultsElsewhere(state.faults);
  const isBad = state.saving === 'refused' || state.saving === 'failed' || state.saving === 'conflict';
  return (
    <div className="save-state">
      <p className={isBad ? 'save-text save-bad' : 'save-text'} role="status" data-saving={state.saving}>
        {textOf(state)}
      </p>
      {state.saving === 'failed' && (
        <button type="button" className="link-button" onClick={retry}>
          Try again now
        </button>
      )}
      {elsewhere.length > 0 && (
        <ul className="refusal" role="alert">
          {elsewhere.map(({ pointer, detail }) => (
            <li key={`${pointer} ${detail}`}>
              <code>{pointer}</code> {detail}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function textOf({ saving, savedAt, faults, message, form }: DraftState): string {
  switch (saving) {
    case 'unmade':
      return `Not saved yet: ${missingIn(form)}.`;
    case 'waiting':
    case 'saving':
      return 'Saving…';
    case 'saved':
      return savedAt === null
        ? 'Saved as you type'
        : `Saved ${displayClock(new Date(savedAt).toISOString()).slice(0, 5)}`;
    case 'refused':
      return message ?? `${faults.length === 1 ? 'One field is' : `${faults.length} fields are`} not saved`;
    case 'failed':
      return `Not saved: ${message ?? 'the server does not answer'}. It is tried again.`;
    case 'conflict':
      return 'Not saved: somebody else changed it.';
  }
}

function missingIn({ name, key, flag, variants }: DraftState['form']): string {
  const missing = [
    ...(name.trim() === '' ? ['a name'] : []),
    ...(key.trim() === '' ? ['a key'] : []),
    ...(flag === '' ? ['a flag'] : []),
  ];
  if (missing.length > 0) return `it needs ${missing.join(' and ')}`;
  return variants.length < 2 ? 'it needs variants' : 'its variants are not complete';
}
