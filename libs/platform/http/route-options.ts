import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/** What a route has beyond others, on Fastify's side of it. */
export interface RouteOptions {
  /** Its body arrives as a `Body`: the route decides itself what a fault in it costs. */
  readonly takesFaults?: boolean;
  /** It takes bodies that are compressed with gzip. */
  readonly takesGzip?: boolean;
  /** It takes the text that `navigator.sendBeacon` sends, with the key in the body. */
  readonly takesBeacons?: boolean;
  /** Pages of any origin may call it. */
  readonly cors?: boolean;
}

/** Gives a route these options. */
export const WithOptions = (options: RouteOptions): MethodDecorator => RouteConfig({ assay: options });

/** The options of the route that a request is for. */
export function optionsOf({ routeOptions }: FastifyRequest): RouteOptions {
  // Only `WithOptions` writes this member.
  return (routeOptions.config as { readonly assay?: RouteOptions }).assay ?? {};
}
