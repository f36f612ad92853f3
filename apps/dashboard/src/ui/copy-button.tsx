import { useState } from 'react';

/** Copies a text, such as a key or a snippet of code, and says so. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <button
      type="button"
      className="button button-quiet"
      onClick={() => void copy()}
      onBlur={() => setCopied(false)}
      aria-label={copied ? `${what} copied` : `Copy ${what}`}
    >
      {copied ? 'Copied' : 'Copy'}
    </button>
  );
}
