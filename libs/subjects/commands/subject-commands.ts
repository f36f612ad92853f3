import { declareCommand, onStream } from '../../event-sourcing/declared-command.js';
import { conflictDomainAggregate, conflictDomainStream, createConflictDomain } from '../conflict-domain.js';
import { groupAggregate, groupStream } from '../group.js';
import {
  changeHoldoutEnd,
  createHoldout,
  endHoldout,
  holdoutAggregate,
  holdoutStream,
  type HoldoutRequest,
} from '../holdout.js';
import { createOverride, endOverride, overrideAggregate, overrideStream, type OverrideRequest } from '../override.js';
import { OverrideTargets } from '../override-targets.js';
import {
  participationLimitAggregate,
  participationLimitStream,
  setParticipationLimit,
} from '../participation-limit.js';

interface OverrideToCreate {
  readonly id: string;
  readonly request: OverrideRequest;
}

export const CreateOverride = declareCommand(
  'CreateOverride',
  onStream(
    overrideAggregate,
    ({ id }: OverrideToCreate, { environment }) => overrideStream(environment, id),
    async (state, { id, request }, { environment, at }, runner, targets: OverrideTargets) => {
      const { flag, group, experiment } = request;
      const named = {
        flag: await targets.flag(flag),
        group: group === undefined ? null : (await runner.load(groupAggregate, groupStream(group))).state,
        experiment: experiment === undefined ? null : await targets.experiment(environment, experiment),
      };
      return createOverride(state, { id, environment }, request, named, at);
    },
  ),
  OverrideTargets,
);

export const EndOverride = declareCommand(
  'EndOverride',
  onStream(
    overrideAggregate,
    ({ id }: { id: string }, { environment }) => overrideStream(environment, id),
    (state, { id }) => endOverride(state, id),
  ),
);

export const CreateHoldout = declareCommand(
  'CreateHoldout',
  onStream(
    holdoutAggregate,
    ({ request }: { request: HoldoutRequest }, { environment }) => holdoutStream(environment, request.key),
    async (state, { request }, { environment, at }, _, targets: OverrideTargets) => {
      const unknown = new Set<string>();
      for (const key of request.flags ?? []) if (!(await targets.flag(key))) unknown.add(key);
      return createHoldout(state, request, environment, unknown, at);
    },
  ),
  OverrideTargets,
);

interface HoldoutEnd {
  readonly key: string;
  /** When it shall end; null: not yet known. */
  readonly end: 'now' | { readonly at: string | null };
}

export const EndHoldout = declareCommand(
  'EndHoldout',
  onStream(
    holdoutAggregate,
    ({ key }: HoldoutEnd, { environment }) => holdoutStream(environment, key),
    (state, { key, end }, { at }) =>
      end === 'now' ? endHoldout(state, key, at) : changeHoldoutEnd(state, key, end.at, at),
  ),
);

export const CreateConflictDomain = declareCommand(
  'CreateConflictDomain',
  onStream(
    conflictDomainAggregate,
    ({ key }: { key: string }, { environment }) => conflictDomainStream(environment, key),
    (state, { key }, { environment }) => createConflictDomain(state, key, environment),
  ),
);

export const SetParticipationLimit = declareCommand(
  'SetParticipationLimit',
  onStream(
    participationLimitAggregate,
    (_, { environment }) => participationLimitStream(environment),
    (_, { limit }: { limit: number | null }) => setParticipationLimit(limit),
  ),
);
