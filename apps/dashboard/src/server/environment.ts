/** The environment where an address names none. */
export const USUAL_ENVIRONMENT = 'production';

let current = USUAL_ENVIRONMENT;

/** The environment that the page shows and changes: every request names it. */
export const currentEnvironment = (): string => current;

/** Called by the router alone, before the page of another environment is shown. */
export function showEnvironment(key: string): void {
  current = key;
}
