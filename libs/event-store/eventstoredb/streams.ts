import { streamNameFilter, type Filter } from '@eventstore/db-client';
import type { StreamFilter } from '../event-store.js';

type FilterSettings = Required<Pick<Filter, 'checkpointReached' | 'maxSearchWindow'>>;

/** The streams on the server that a subscriber sees. */
export interface ServerStreams {
  matches(serverName: string): boolean;
  toFilter(settings: FilterSettings): Filter;
}

/** Matches streams of this installation whose names start with one of the filter's prefixes, but no system streams. */
export function serverStreams(streamPrefix: string, filter: StreamFilter | undefined): ServerStreams {
  const wanted = filter && filter.streamPrefixes.length > 0 ? filter.streamPrefixes : [''];
  const prefixes = wanted.map((prefix) => streamPrefix + prefix);
  if (prefixes.includes('')) {
    return {
      matches: (name) => !name.startsWith('$'),
      toFilter: (settings) => streamNameFilter({ regex: '^[^$]', checkpointInterval: 1, ...settings }),
    };
  }
  return {
    matches: (name) => prefixes.some((prefix) => name.startsWith(prefix)),
    toFilter: (settings) => streamNameFilter({ prefixes, checkpointInterval: 1, ...settings }),
  };
}
