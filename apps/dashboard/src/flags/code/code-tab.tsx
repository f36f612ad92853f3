import { useState } from 'react';
import { NewKeyDialog } from '../../keys/new-key-dialog.js';
import { useObstacle } from '../../session/permissions.js';
import { Button } from '../../ui/button.js';
import { CopyButton } from '../../ui/copy-button.js';
import type { Flag } from '../flag-types.js';
import { SNIPPETS } from './snippets.js';

/** How a product asks for the flag, in its own language. */
export function CodeTab({ flag }: { readonly flag: Flag }) {
  const [name, setName] = useState(SNIPPETS[0]?.name ?? '');
  const [making, setMaking] = useState(false);
  const obstacle = useObstacle('admin', 'everywhere');
  const snippet = SNIPPETS.find((each) => each.name === name);
  if (!snippet) return null;
  const code = snippet.code({
    url: window.location.origin,
    flag: flag.key,
    type: flag.type,
    fallback: JSON.stringify(flag.default),
  });
  const isHidden = snippet.key === 'client' && !flag.clientVisible;
  return (
    <div className="card form-section code-tab">
      <div className="chips" role="group" aria-label="Language">
        {SNIPPETS.map((each) => (
          <button
            key={each.name}
            type="button"
            className="chip"
            aria-pressed={each.name === name}
            onClick={() => setName(each.name)}
          >
            {each.name}
          </button>
        ))}
      </div>
      {isHidden && (
        <p className="refusal" role="alert">
          Client keys do not see this flag. Under "Variants and details", allow browsers and apps to ask for it.
        </p>
      )}
      <pre className="snippet" tabIndex={0} aria-label={`Code for ${name}`}>
        <code>{code}</code>
      </pre>
      <footer className="form-foot">
        <CopyButton text={code} what="the code" />
        <Button obstacle={obstacle} onClick={() => setMaking(true)}>
          Make a key
        </Button>
        <span className="hint">
          {snippet.key === 'client'
            ? 'ASSAY_CLIENT_KEY is a client key: everybody can read it, so it only decides and reports.'
            : 'ASSAY_KEY is a service key with the scope decide. Keep it secret.'}
        </span>
      </footer>
      <NewKeyDialog
        open={making}
        close={() => setMaking(false)}
        start={{ kind: snippet.key === 'client' ? 'client' : 'service', name: flag.key }}
      />
    </div>
  );
}
