import { answered, type AssayClient, type Schemas } from '../../packages/client/src/index.js';

/** A client with one API key. */
interface Keyed<Self> {
  readonly api: AssayClient;
  as(key: string): Self;
}

/** Clients of the people who run experiments and of the product. */
export interface People<Caller> {
  readonly owner: Caller;
  readonly approver: Caller;
  /** Has a service key that decides and sends telemetry. */
  readonly product: Caller;
}

/** Adds them, and lets any approver approve alone. @param mail the end of their e-mail addresses, after the name */
export async function addPeople<Caller extends Keyed<Caller>>(admin: Caller, mail: string): Promise<People<Caller>> {
  const keyFor = async (body: Schemas['CreateApiKeyRequest']): Promise<Caller> => {
    const { key } = await answered(admin.api.POST('/v1/api-keys', { body }));
    if (key === null) throw new Error(`the key ${body.name} was created before`);
    return admin.as(key);
  };
  const person = async (name: string, role: Schemas['AddUserRequest']['role']): Promise<Caller> => {
    const { id } = await answered(admin.api.POST('/v1/users', { body: { name, email: name + mail, role } }));
    return keyFor({ name, userId: id, scopes: ['manage', 'read'] });
  };
  const owner = await person('olga', 'experimenter');
  const approver = await person('anna', 'approver');
  const product = await keyFor({ name: 'product', scopes: ['decide', 'ingest'] });
  await answered(admin.api.PUT('/v1/review-policy', { body: { minApprovals: 1, allowAnyApprover: true } }));
  return { owner, approver, product };
}

/** Creates a flag that serves 'old', and drafts an experiment on it: 'old' against 'new', half of everybody each. */
export async function draftOldAgainstNew(
  { owner }: { readonly owner: { readonly api: AssayClient } },
  name: string,
  more: Partial<Schemas['DraftExperimentRequest']> = {},
  environment = 'production',
): Promise<{ readonly id: string; readonly flag: string }> {
  const flag = `flag_${name}`;
  await answered(owner.api.POST('/v1/flags', { body: { key: flag, type: 'string', default: 'old' } }));
  const body: Schemas['DraftExperimentRequest'] = {
    key: `exp_${name}`,
    name: `Experiment ${name}`,
    flag,
    traffic: '100.00',
    variants: [
      { key: 'control', value: 'old', weight: '50', control: true },
      { key: 'treatment', value: 'new', weight: '50' },
    ],
    ...more,
  };
  const { id } = await answered(owner.api.POST('/v1/experiments', { params: { query: { environment } }, body }));
  return { id, flag };
}
