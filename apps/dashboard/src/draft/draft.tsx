import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { StateBadge } from '../experiments/state-badge.js';
import { useOwnerObstacle } from '../lifecycle/use-owner-obstacle.js';
import { UnsavedGuard } from '../forms/unsaved-guard.js';
import { stateText } from '../format/words.js';
import { experimentQuery } from '../live/cache-updates.js';
import { CopyDialog } from '../lifecycle/copy-dialog.js';
import { Button } from '../ui/button.js';
import { Page } from '../ui/page.js';
import { AudienceSection } from './audience-section.js';
import { BasicsSection } from './basics-section.js';
import { ConflictDialog } from './conflict-dialog.js';
import { DeleteDialog } from './delete-dialog.js';
import { FaultsContext } from './faults.js';
import type { DraftForm, Experiment } from './form.js';
import { GuardrailsSection } from './guardrails-section.js';
import { MetricsSection } from './metrics-section.js';
import { PlanningSection } from './planning-section.js';
import { SaveState } from './save-state.js';
import { DimensionsSection, ScheduleSection } from './schedule-section.js';
import { useDraft } from './use-draft.js';
import { VariantsSection } from './variants-section.js';

interface DraftProps {
  readonly form: DraftForm;
  readonly held: Experiment | null;
  readonly made: (experiment: Experiment) => void;
}

const TRAIL = [{ to: '/experiments', name: 'Experiments' }] as const;

/** A draft with all its sections, saved as one types. */
export function Draft({ form: first, held: firstHeld, made }: DraftProps) {
  const { store, state } = useDraft(first, firstHeld, made);
  const { form, held, faults, saving, touched } = state;
  const [dialog, setDialog] = useState<'delete' | 'copy' | null>(null);
  const { data: current } = useQuery({ ...experimentQuery(held?.id ?? ''), enabled: held !== null });
  useEffect(() => {
    if (current) store.seen(current);
  }, [store, current]);
  const obstacle = useOwnerObstacle(held);
  const locked = obstacle ?? lockedText(held);
  const section = { form, change: store.change };
  const title = held === null ? 'New experiment' : form.name.trim() || held.key;
  return (
    <FaultsContext value={faults}>
      <Page
        title={title}
        trail={TRAIL}
        here={held?.key ?? 'new'}
        beside={held && <StateBadge experiment={held} />}
        actions={
          held && (
            <>
              <Button onClick={() => setDialog('copy')}>Copy</Button>
              <Button obstacle={locked} onClick={() => setDialog('delete')}>
                Delete draft
              </Button>
              <Link className="button button-primary" to="/experiments/$id/review" params={{ id: held.id }}>
                {held.status === 'draft' ? 'Review and submit' : 'Review'}
              </Link>
            </>
          )
        }
      >
        {locked === null && (
          <div className="draft-bar">
            <SaveState state={state} retry={() => void store.save()} />
          </div>
        )}
        {locked !== null && <p className="draft-locked">{locked}</p>}
        {saving === 'conflict' && <ConflictDialog state={state} merge={store.merge} />}
        <fieldset className="form draft-form" disabled={locked !== null}>
          <legend className="visually-hidden">Draft</legend>
          <BasicsSection {...section} made={held !== null} left={store.settled} />
          <VariantsSection {...section} />
          <AudienceSection {...section} />
          <MetricsSection {...section} />
          <PlanningSection {...section} held={held} />
          <GuardrailsSection {...section} warnings={held?.warnings ?? []} />
          <DimensionsSection {...section} />
          <ScheduleSection {...section} />
        </fieldset>
        <UnsavedGuard unsaved={touched && saving !== 'saved' && dialog !== 'delete'} />
        {held && <DeleteDialog experiment={held} open={dialog === 'delete'} close={() => setDialog(null)} />}
        {held && <CopyDialog experiment={held} open={dialog === 'copy'} close={() => setDialog(null)} />}
      </Page>
    </FaultsContext>
  );
}

/** Only a draft is edited. */
function lockedText(held: Experiment | null): string | null {
  if (held === null || held.status === 'draft') return null;
  const status = stateText(held.status);
  if (held.status === 'in_review' || held.status === 'approved')
    return `It is ${status}. Withdraw it on its review page to edit it.`;
  return `It is ${status}: its content is fixed.`;
}
