import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Networks } from '../../platform/networks.js';
import { cameByHttps } from '../../platform/trusted-proxies.js';

/** Its attributes come from the browser: over HTTPS, no other host and no page over HTTP can set a `__Host-` cookie. */
const NAME = 'assay_session';
const SECURE_NAME = `__Host-${NAME}`;
const LONGEST_TOKEN = 100;

/** The token of the request's session cookie. */
export function sessionTokenOf(request: FastifyRequest, proxies: Networks): string | undefined {
  const token = request.cookies[cameByHttps(request.raw, proxies) ? SECURE_NAME : NAME];
  return token === undefined || token.length > LONGEST_TOKEN ? undefined : token;
}

/** Has the browser keep a session's token; null: has it forget one. The cookie is `Secure` if the browser used HTTPS. */
export function setSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  proxies: Networks,
  session: { readonly token: string; readonly seconds: number } | null,
): void {
  const secure = cameByHttps(request.raw, proxies);
  const common = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
  const { token, seconds } = session ?? { token: '', seconds: 0 };
  void reply.setCookie(secure ? SECURE_NAME : NAME, token, { ...common, maxAge: seconds });
}
