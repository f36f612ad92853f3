import { currentEnvironment } from './environment.js';

/** Where a report or a list of the shown environment is downloaded in another format. */
export function exportAddress(path: string, format: string, query: Readonly<Record<string, string>>): string {
  return `${path}?${new URLSearchParams({ ...query, environment: currentEnvironment(), format }).toString()}`;
}
