/** Browsers may call from pages of any origin, because a key authenticates the call, not a cookie. */
export const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, Retry-After, Assay-Stale-Since, Assay-Position',
} as const;

/** The answer to a preflight, for all routes that browsers may call. */
export const PREFLIGHT_HEADERS = {
  ...CORS_HEADERS,
  'access-control-allow-methods': 'POST, GET',
  'access-control-allow-headers':
    'Content-Type, Content-Encoding, Authorization, X-API-Key, If-None-Match, Assay-Min-Position, Assay-Exposure, traceparent, tracestate, baggage',
  'access-control-max-age': '86400',
} as const;
