/** The exports for controllers of other parts. */
export { AccessGuard, Allow, type AuthenticatedRequest } from './http/guard.js';
export { AccessView, type SavedAccess } from './access-view.js';
export { ForgetUser } from './commands/access-commands.js';
export { UserSchema } from './http/access-answers.js';
export { Authenticator } from './authenticator.js';
export { Admission } from './http/admission.js';
export { RequestLimits, type Arrival } from './http/request-limits.js';
export { Sessions } from './read-model/index.js';
export { callerOf, Context, contextOf, CurrentPrincipal, environmentOf, grantOf } from './http/command-context.js';
