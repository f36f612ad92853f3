/** A value of a flag or a condition, on one line; all of it on hover. */
export function Json({ value }: { readonly value: unknown }) {
  const text = JSON.stringify(value) ?? '';
  return (
    <code className="json" title={text} dir="auto">
      {text}
    </code>
  );
}
