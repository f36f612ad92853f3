import { changeable, flagAggregate, flagStream } from '../../flags/index.js';
import { declareCommand, onStream } from '../../event-sourcing/declared-command.js';
import { checkConflictDomain } from '../content/check-conflict-domain.js';
import { unknownFlag } from '../content/check-flag.js';
import { checkMeasurable } from '../content/check-measurable.js';
import { versionsOfNamed } from '../content/check-metrics.js';
import { checkTargeting } from '../content/check-targeting.js';
import { existing } from '../content/checks.js';
import type { ContentChanges } from '../content/content.js';
import type { GuardrailDraft } from '../content/guardrails.js';
import { attachGuardrail } from '../attaching.js';
import { copy, type CopyExperiment as Copy } from '../copying.js';
import { deleteDraft, draft, edit, type DraftExperiment as Draft, type Labels } from '../drafting.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import { experimentStream } from '../experiment.events.js';
import { onExperiment, type OfExperiment } from './on-experiment.js';

interface DraftOnFlag {
  readonly flagKey: string;
  readonly draft: Draft;
}

export const DraftExperiment = declareCommand(
  'DraftExperiment',
  onStream(
    experimentAggregate,
    (input: DraftOnFlag, { environment }) => experimentStream(environment, input.draft.id),
    async (state, { flagKey, draft: command }, { actor, environment, at }, runner) => {
      const flag = (await runner.load(flagAggregate, flagStream(flagKey))).state;
      if (!flag) throw unknownFlag(flagKey);
      await checkConflictDomain(runner, command.conflictDomain, environment);
      const versions = await versionsOfNamed(runner, command);
      const events = draft(state, changeable(flag, flagKey), actor, command, versions, at);
      await checkTargeting(runner, command.targeting);
      await checkMeasurable(runner, command, null, events);
      return events;
    },
  ),
);

interface CopyOfOriginal {
  /** Id of the experiment that is copied. */
  readonly original: string;
  readonly copy: Copy;
}

export const CopyExperiment = declareCommand(
  'CopyExperiment',
  onStream(
    experimentAggregate,
    (input: CopyOfOriginal, { environment }) => experimentStream(environment, input.copy.id),
    async (state, { original: id, copy: command }, { actor, environment, at }, runner) => {
      const loaded = await runner.load(experimentAggregate, experimentStream(environment, id));
      const original = existing(loaded.state, id);
      const flag = changeable((await runner.load(flagAggregate, flagStream(original.flag))).state, original.flag);
      const events = copy(
        state,
        original,
        flag,
        actor,
        command,
        await versionsOfNamed(runner, original, {}, original.metricVersions),
        at,
      );
      await checkMeasurable(runner, { elsewhere: '/sameAssignment' }, null, events);
      return events;
    },
  ),
);

interface Edit extends OfExperiment {
  readonly changes: ContentChanges & Labels;
}

export const EditExperiment = declareCommand(
  'EditExperiment',
  onExperiment(async (state, { id, changes }: Edit, { actor, environment, at }, runner) => {
    const before = existing(state, id);
    const { flag: key, targeting } = before;
    const flag = changeable((await runner.load(flagAggregate, flagStream(key))).state, key);
    await checkConflictDomain(runner, changes.conflictDomain, environment);
    const events = edit(
      state,
      id,
      flag,
      actor,
      changes,
      await versionsOfNamed(runner, changes, {}, before.metricVersions),
      at,
    );
    await checkTargeting(runner, changes.targeting, targeting);
    await checkMeasurable(runner, changes, before, events);
    return events;
  }),
);

interface GuardrailToAttach extends OfExperiment {
  readonly guardrail: GuardrailDraft;
}

export const AttachGuardrail = declareCommand(
  'AttachGuardrail',
  onExperiment(async (state, { id, guardrail }: GuardrailToAttach, { actor }, runner) => {
    // First whether it may be done at all, then whether the metric is there.
    attachGuardrail(state, id, actor, guardrail, {});
    const versions = await versionsOfNamed(runner, guardrail, {}, state?.metricVersions);
    const events = attachGuardrail(state, id, actor, guardrail, versions);
    await checkMeasurable(runner, guardrail, state, events);
    return events;
  }),
);

export const DeleteDraft = declareCommand(
  'DeleteDraft',
  onExperiment((state, { id }: OfExperiment, { actor }) => deleteDraft(state, id, actor)),
);
