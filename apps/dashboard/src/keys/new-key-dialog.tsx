import { useForm } from 'react-hook-form';
import { Field } from '../forms/field.js';
import { FormRefusal } from '../forms/form-refusal.js';
import { showProblem } from '../forms/problem-fields.js';
import { wordsOf } from '../forms/words-of.js';
import { server } from '../server/client.js';
import { currentEnvironment } from '../server/environment.js';
import type { Schemas } from '../server/documents.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { SecretOnce } from '../ui/secret-once.js';
import { useDone } from '../ui/use-done.js';

type Kind = Schemas['UsedApiKey']['kind'];
type Scope = Schemas['UsedApiKey']['scopes'][number];

const SCOPES: readonly { readonly scope: Scope; readonly opens: string; readonly kinds: readonly Kind[] }[] = [
  { scope: 'decide', opens: 'ask for decisions', kinds: ['user', 'service', 'client'] },
  { scope: 'ingest', opens: 'report events', kinds: ['user', 'service', 'client'] },
  { scope: 'read', opens: 'read experiments and reports', kinds: ['user', 'service'] },
  { scope: 'halt', opens: 'pause experiments', kinds: ['user', 'service'] },
  { scope: 'manage', opens: 'change things, as its user may', kinds: ['user'] },
];

interface Values {
  readonly name: string;
  readonly kind: Kind;
  readonly userId: string;
  readonly scopes: Scope[];
  readonly origins: string;
  readonly expiresInDays: string;
}

interface NewKeyDialogProps {
  readonly open: boolean;
  readonly close: () => void;
  readonly start?: { readonly kind: Kind; readonly name: string };
}

/** Makes an API key and shows it, once. */
export function NewKeyDialog({ open, close, start }: NewKeyDialogProps) {
  return (
    <Dialog title="New API key" open={open} close={close}>
      <NewKey close={close} start={start ?? { kind: 'service', name: '' }} />
    </Dialog>
  );
}

const useCreate = () => server.useMutation('post', '/v1/api-keys');

function NewKey({
  close,
  start,
}: {
  readonly close: () => void;
  readonly start: { readonly kind: Kind; readonly name: string };
}) {
  const create = useCreate();
  if (create.data?.key != null) {
    return (
      <SecretOnce what="key" secret={create.data.key} close={close}>
        {create.data.kind === 'client'
          ? 'Put it into your page or app. Everybody can read it there.'
          : 'Put it where your product keeps its secrets.'}
      </SecretOnce>
    );
  }
  return <NewKeyForm create={create} close={close} start={start} />;
}

interface NewKeyFormProps {
  readonly create: ReturnType<typeof useCreate>;
  readonly close: () => void;
  readonly start: { readonly kind: Kind; readonly name: string };
}

function NewKeyForm({ create, close, start }: NewKeyFormProps) {
  const form = useForm<Values>({
    defaultValues: {
      name: start.name,
      kind: start.kind,
      userId: '',
      scopes: ['decide', 'ingest'],
      origins: window.location.origin,
      expiresInDays: '',
    },
  });
  const { register, watch, handleSubmit, formState } = form;
  const { errors } = formState;
  const done = useDone();
  const kind = watch('kind');
  const users = server.useQuery(
    'get',
    '/v1/users',
    { params: { query: { limit: 200 } } },
    { enabled: kind === 'user' },
  );
  const submit = handleSubmit((values) =>
    create.mutate(
      { body: bodyOf(values) },
      {
        onSuccess: () => done(`The key ${values.name} is made`),
        onError: (error) => showProblem(form, error, (path) => path.replace(/^(scopes|origins)\..*/, '$1')),
      },
    ),
  );
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <div className="dialog-body">
        <div className="form-row">
          <Field label="Name" hint="Which program has it" error={errors.name?.message}>
            {(bound) => <input {...bound} {...register('name')} autoFocus />}
          </Field>
          <Field label="For" error={errors.kind?.message}>
            {(bound) => (
              <select {...bound} {...register('kind')}>
                <option value="service">a server</option>
                <option value="client">browsers and apps</option>
                <option value="user">a user</option>
              </select>
            )}
          </Field>
        </div>
        {kind === 'user' && (
          <Field label="User" error={errors.userId?.message}>
            {(bound) => (
              <select {...bound} {...register('userId')}>
                <option value="">Choose a user</option>
                {users.data?.items.map(({ id, name, email }) => (
                  <option key={id} value={id}>
                    {name} ({email})
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        {kind === 'client' && (
          <Field
            label="Origins of the pages that may use it"
            hint="With spaces between, such as https://shop.example. * means all; none: apps only."
            error={errors.origins?.message}
          >
            {(bound) => <input {...bound} {...register('origins')} spellCheck={false} />}
          </Field>
        )}
        <fieldset className="fieldset">
          <legend>It may</legend>
          {SCOPES.filter(({ kinds }) => kinds.includes(kind)).map(({ scope, opens }) => (
            <label key={scope} className="check">
              <input type="checkbox" value={scope} {...register('scopes')} /> {opens} <code>{scope}</code>
            </label>
          ))}
          {errors.scopes?.message && <p className="field-error">{errors.scopes.message}</p>}
        </fieldset>
        <Field
          label="Expires after days"
          hint="Empty: it is valid until somebody revokes it"
          error={errors.expiresInDays?.message}
        >
          {(bound) => <input {...bound} type="number" min={1} {...register('expiresInDays')} />}
        </Field>
        <p className="hint">It belongs to the environment {currentEnvironment()}.</p>
      </div>
      <FormRefusal error={errors.root} />
      <footer className="dialog-foot">
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" kind="primary" pending={create.isPending}>
          Make the key
        </Button>
      </footer>
    </form>
  );
}

const DAY_MS = 86_400_000;

function bodyOf({ name, kind, userId, scopes, origins, expiresInDays }: Values): Schemas['CreateApiKeyRequest'] {
  const days = Number(expiresInDays);
  return {
    name,
    kind,
    scopes: scopes.filter((scope) => SCOPES.some((each) => each.scope === scope && each.kinds.includes(kind))),
    environment: currentEnvironment(),
    ...(kind === 'user' && userId !== '' ? { userId } : {}),
    ...(kind === 'client' ? { origins: wordsOf(origins) } : {}),
    ...(days > 0 ? { expiresAt: new Date(Date.now() + days * DAY_MS).toISOString() } : {}),
  };
}
