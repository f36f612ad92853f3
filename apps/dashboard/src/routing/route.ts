export type Route =
  | { readonly page: 'experiments' }
  | { readonly page: 'experiment'; readonly id: string }
  /** Where the user of a link chooses a password. */
  | { readonly page: 'invitation' }
  | { readonly page: 'unknown' };

/** The page of a path. */
export function routeOf(pathname: string): Route {
  if (pathname === '/' || pathname === '/experiments') return { page: 'experiments' };
  if (pathname === '/invitation') return { page: 'invitation' };
  const id = /^\/experiments\/([^/]+)\/?$/.exec(pathname)?.[1];
  const decoded = id === undefined ? undefined : decode(id);
  return decoded === undefined ? { page: 'unknown' } : { page: 'experiment', id: decoded };
}

export function pathOfExperiment(id: string): string {
  return `/experiments/${encodeURIComponent(id)}`;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
