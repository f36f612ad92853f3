export function Brand() {
  return (
    <span className="brand">
      <img src="/favicon.svg" alt="" width="22" height="22" />
      <span className="brand-name">Assay</span>
    </span>
  );
}
