import { answered, AssayProblem, createClient, type AssayClient } from '../packages/client/src/index.js';
import { ENVIRONMENT } from './shop.js';

/** A client that asks in the sample's environment. */
export const clientOf = (baseUrl: string, key: string): AssayClient =>
  createClient({ baseUrl, key, environment: ENVIRONMENT });

/** True if it was made now; false if it is there already. */
export async function makes(call: Parameters<typeof answered>[0]): Promise<boolean> {
  return answered(call).then(
    () => true,
    (error: unknown) => {
      if (error instanceof AssayProblem && ['key_taken', 'email_taken'].includes(error.code)) return false;
      throw error;
    },
  );
}
