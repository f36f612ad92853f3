import { derivedId } from '../platform/ids.js';
import { highestOf } from './event-kinds.js';
import type { Intent } from './occurrence.js';
import type { Told } from './message.js';

/** One notification in the place of many. Its id follows from theirs. @param at now, ISO 8601 UTC */
export function digestOf(destination: string, members: readonly Told[], at: string): Intent {
  const environments = new Set(members.map(({ content }) => content.environment));
  const [environment = null] = environments.size === 1 ? environments : [];
  return {
    id: derivedId('digest', destination, ...members.map(({ id }) => id)),
    kind: 'digest',
    rule: null,
    destination,
    content: {
      title: `${members.length} notifications at once`,
      facts: [],
      severity: highestOf(members.map(({ content }) => content.severity)),
      at,
      environment,
      flag: null,
      experiment: null,
      path: null,
    },
  };
}
