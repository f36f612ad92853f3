const EVERY_MS = 30_000;

/** The query of what waits for the reader, shared by the start and the navigation. @param asked false without a user */
export const inboxQuery = (asked: boolean) =>
  ['get', '/v1/inbox', {}, { refetchInterval: EVERY_MS, enabled: asked }] as const;
