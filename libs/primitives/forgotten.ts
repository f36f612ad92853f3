/** What stands for a name, an address or a secret whose owner is forgotten. */
export const FORGOTTEN = '(forgotten)';
