import type { FastifyRequest } from 'fastify';
import type { Networks } from '../../platform/networks.js';
import { Problem } from '../../platform/problem.js';
import { askedHostOf } from '../../platform/trusted-proxies.js';

/** Forms and images of other sites cannot send a header of this name. */
export const REQUEST_HEADER = 'assay-request';

const crossSite = (detail: string): Problem => new Problem(403, 'cross_site', detail);

/**
 * Checks that the page which sent a change by cookie is Assay's own: browsers add a cookie to requests of any page.
 * @param publicUrl the address that browsers use, if it is configured
 * @throws Problem 403
 */
export function checkOwnPage(request: FastifyRequest, proxies: Networks, publicUrl: string | undefined): void {
  const { origin } = request.headers;
  if (origin === undefined) throw crossSite('a change by cookie needs the header Origin');
  checkNotForeign(request, proxies, publicUrl);
  if (request.headers[REQUEST_HEADER] !== '1') {
    throw crossSite('a change by cookie needs the header Assay-Request: 1');
  }
}

/**
 * Checks that no page of another site sent the request: it could sign a browser in as somebody else.
 * @throws Problem 403
 */
export function checkNotForeign(request: FastifyRequest, proxies: Networks, publicUrl: string | undefined): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw crossSite(`the browser says that the request is ${site.toString()}`);
  }
  if (origin === undefined || isOwn(origin, request, proxies, publicUrl)) return;
  throw crossSite(`the request comes from a page of ${origin.slice(0, 200)}`);
}

function isOwn(origin: string, request: FastifyRequest, proxies: Networks, publicUrl: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  if (publicUrl !== undefined && new URL(publicUrl).origin === new URL(origin).origin) return true;
  return new URL(origin).host === withoutDefaultPort(origin, askedHostOf(request.raw, proxies));
}

/** The host as `URL` writes it, so that `shop.example:443` is `shop.example` over HTTPS. */
function withoutDefaultPort(origin: string, host: string): string | undefined {
  const url = `${new URL(origin).protocol}//${host}`;
  return URL.canParse(url) ? new URL(url).host : undefined;
}
