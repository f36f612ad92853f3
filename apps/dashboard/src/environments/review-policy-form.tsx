import { useForm } from 'react-hook-form';
import { Field } from '../forms/field.js';
import { FormRefusal } from '../forms/form-refusal.js';
import { showProblem } from '../forms/problem-fields.js';
import { server } from '../server/client.js';
import { currentEnvironment } from '../server/environment.js';
import type { Schemas } from '../server/documents.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { useDone } from '../ui/use-done.js';

type Policy = Schemas['ReviewPolicy'];

/** How experiments of the shown environment are reviewed. */
export function ReviewPolicyForm() {
  const { data } = server.useQuery('get', '/v1/review-policy');
  return data ? <PolicyForm policy={data} /> : null;
}

function PolicyForm({ policy }: { readonly policy: Policy }) {
  const { minApprovals, allowAnyApprover, againstVerdict } = policy;
  const form = useForm({
    values: { minApprovals, allowAnyApprover, againstVerdict },
    resetOptions: { keepDirtyValues: true },
  });
  const { register, handleSubmit, formState } = form;
  const { errors, isDirty } = formState;
  const obstacle = useObstacle('admin');
  const set = server.useMutation('put', '/v1/review-policy');
  const done = useDone();
  const submit = handleSubmit((body) =>
    set.mutate(
      {
        body,
        ...(policy.revision < 0 ? {} : { params: { header: { 'If-Match': `"${policy.revision}"` } } }),
      },
      { onSuccess: () => done('The review policy is saved'), onError: (error) => showProblem(form, error) },
    ),
  );
  return (
    <form className="card form-section" onSubmit={(event) => void submit(event)} noValidate>
      <h2>Review in {currentEnvironment()}</h2>
      <div className="form-row">
        <Field label="Approvals that an experiment needs" error={errors.minApprovals?.message}>
          {(bound) => <input {...bound} type="number" min={1} {...register('minApprovals', { valueAsNumber: true })} />}
        </Field>
        <Field label="A completion against the verdict takes" error={errors.againstVerdict?.message}>
          {(bound) => (
            <select {...bound} {...register('againstVerdict')}>
              <option value="comment">a comment that names the verdict</option>
              <option value="second_vote">also a vote of another approver, for a rollout</option>
            </select>
          )}
        </Field>
      </div>
      <label className="check">
        <input type="checkbox" {...register('allowAnyApprover')} /> Any approver may approve, not only those of the
        owner's group
      </label>
      <FormRefusal error={errors.root} />
      <footer className="form-foot">
        <Button
          type="submit"
          kind="primary"
          pending={set.isPending}
          obstacle={obstacle ?? (isDirty ? null : 'Nothing is changed.')}
        >
          Save
        </Button>
      </footer>
    </form>
  );
}
