import { useForm } from 'react-hook-form';
import { Field } from '../forms/field.js';
import { FormRefusal } from '../forms/form-refusal.js';
import { showProblem } from '../forms/problem-fields.js';
import { Loading } from '../loading/notices.js';
import { server } from '../server/client.js';
import { currentEnvironment } from '../server/environment.js';
import type { Schemas } from '../server/documents.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { useDone } from '../ui/use-done.js';

/** In how many experiments one subject may be at once. */
export function LimitTab() {
  const { data } = server.useQuery('get', '/v1/participation-limit');
  return data ? <LimitForm limit={data} /> : <Loading what="limit" />;
}

function LimitForm({ limit }: { readonly limit: Schemas['ParticipationLimit'] }) {
  const form = useForm({
    values: { limit: limit.limit === null ? '' : String(limit.limit) },
    resetOptions: { keepDirtyValues: true },
  });
  const { register, handleSubmit, formState } = form;
  const { errors, isDirty } = formState;
  const obstacle = useObstacle('admin');
  const set = server.useMutation('put', '/v1/participation-limit');
  const done = useDone();
  const submit = handleSubmit((values) =>
    set.mutate(
      { body: { limit: values.limit === '' ? null : Number(values.limit) } },
      {
        onSuccess: () => {
          form.reset(values);
          done('The limit is saved');
        },
        onError: (error) => showProblem(form, error),
      },
    ),
  );
  return (
    <form className="card form-section" onSubmit={(event) => void submit(event)} noValidate>
      <Field
        label={`Experiments at once per subject in ${currentEnvironment()}`}
        hint="Empty: no limit. Older experiments come first."
        error={errors.limit?.message}
      >
        {(bound) => <input {...bound} {...register('limit')} inputMode="numeric" />}
      </Field>
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
