import { useState } from 'react';
import { Field } from '../forms/field.js';
import { displayDecimal } from '../format/decimal.js';
import { ActDialog } from './act-dialog.js';
import { acts } from './acts.js';
import { Consequences } from './consequences.js';
import type { LifecycleDialogProps } from './lifecycle-dialog.js';
import { useReasonNeeded } from './use-reason-needed.js';

/** Narrows or widens the traffic: more than the review allowed is an amendment. */
export function TrafficDialog({ experiment, close }: LifecycleDialogProps) {
  const { traffic: now, trafficMax } = experiment;
  const [traffic, setTraffic] = useState(now);
  const [confirmed, setConfirmed] = useState(false);
  const isLess = Number(traffic) < Number(now);
  const isAmendment = Number(traffic) > Number(trafficMax);
  const reason = useReasonNeeded(experiment);
  return (
    <ActDialog
      title="Change the traffic"
      action={isAmendment ? 'Propose the amendment' : 'Change the traffic'}
      commentNeeded={isLess ? reason : undefined}
      close={close}
      said={(after) => (after.amendment ? 'The amendment waits for a review' : `The traffic is ${after.traffic}%`)}
      act={(comment) =>
        isAmendment
          ? acts.amend(experiment, { trafficMax: traffic, traffic, confirm: confirmed, comment })
          : acts.traffic(experiment, traffic, confirmed, comment)
      }
    >
      {(refused) => (
        <>
          <Field
            label="Traffic, %"
            hint={`Now ${displayDecimal(now)}%; the review allowed up to ${displayDecimal(trafficMax)}%`}
            error={refused?.errors.find(({ pointer }) => pointer === '/traffic' || pointer === '/trafficMax')?.detail}
          >
            {(control) => (
              <input
                {...control}
                className="code-input"
                inputMode="decimal"
                value={traffic}
                onChange={(event) => setTraffic(event.target.value)}
              />
            )}
          </Field>
          <p aria-live="polite">{consequence(traffic, now, isAmendment)}</p>
          {isPercent(traffic) && traffic !== now && <Consequences id={experiment.id} traffic={traffic.trim()} />}
          {(refused?.code === 'takes_subjects' || confirmed) && (
            <label className="check">
              <input type="checkbox" checked={confirmed} onChange={(event) => setConfirmed(event.target.checked)} />
              Take the subjects from the younger experiments
            </label>
          )}
        </>
      )}
    </ActDialog>
  );
}

/** Only such a text is asked about. */
const isPercent = (text: string): boolean => /^\s*\d{1,3}(\.\d{1,4})?\s*$/.test(text) && Number(text) <= 100;

function consequence(traffic: string, now: string, isAmendment: boolean): string {
  const change = Number(traffic) - Number(now);
  if (isAmendment) return 'That is more than the review allowed: it waits for a vote, as an amendment.';
  if (change > 0) return `${displayDecimal(change)}% more of the subjects join, in a new phase.`;
  if (change < 0)
    return `${displayDecimal(-change)}% of the subjects leave the experiment at once and get what the flag serves without it.`;
  return 'This is what it has now.';
}
