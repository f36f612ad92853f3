const LONGEST = 60;

/** A key made of a name: `One-page checkout!` is `one_page_checkout`. Empty for a name without Latin letters or digits. */
export const keyOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, LONGEST)
    .replaceAll(/^_+|_+$/g, '');
