import {
  accessRecordAggregate,
  apiKeyAggregate,
  credentialsAggregate,
  environmentsAggregate,
  identityAggregate,
  signInAggregate,
  userAggregate,
} from '../access/index.js';
import { prefixOf } from '../event-sourcing/aggregate.js';
import { experimentAggregate } from '../experiments/index.js';
import { flagAggregate, flagEnvironmentAggregate, flagRequirementsAggregate } from '../flags/index.js';
import { checkAggregate, triggersAggregate } from '../guardrails/index.js';
import { metricAggregate } from '../metrics/index.js';
import { destinationAggregate, ruleAggregate } from '../notifications/index.js';
import { operationsAggregate } from '../projections/index.js';
import { approverGroupAggregate, reviewPolicyAggregate } from '../reviews/index.js';
import {
  conflictDomainAggregate,
  groupAggregate,
  holdoutAggregate,
  overrideAggregate,
  participationLimitAggregate,
} from '../subjects/index.js';
import { eventTypeAggregate } from '../telemetry/index.js';

/**
 * Prefixes of all streams that callers' commands write. Every reader that answers queries subscribes to all of them, so
 * that its position soon passes that of every command, even on streams that it does not need.
 */
export const COMMAND_STREAMS: readonly string[] = [
  flagAggregate,
  flagEnvironmentAggregate,
  flagRequirementsAggregate,
  metricAggregate,
  eventTypeAggregate,
  environmentsAggregate,
  userAggregate,
  apiKeyAggregate,
  credentialsAggregate,
  identityAggregate,
  signInAggregate,
  accessRecordAggregate,
  reviewPolicyAggregate,
  approverGroupAggregate,
  experimentAggregate,
  groupAggregate,
  overrideAggregate,
  holdoutAggregate,
  conflictDomainAggregate,
  participationLimitAggregate,
  triggersAggregate,
  checkAggregate,
  destinationAggregate,
  ruleAggregate,
  operationsAggregate,
].map(prefixOf);
