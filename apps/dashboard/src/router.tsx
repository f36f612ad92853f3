import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
  stripSearchParams,
} from '@tanstack/react-router';
import { App } from './app.js';
import { showEnvironment, USUAL_ENVIRONMENT } from './server/environment.js';
import { NotFound } from './frame/not-found.js';

interface RootSearch {
  /** Absent: {@link USUAL_ENVIRONMENT}. */
  readonly environment?: string | undefined;
}

const root = createRootRoute({
  validateSearch: ({ environment }: Record<string, unknown>): RootSearch => ({
    environment: typeof environment === 'string' ? environment : undefined,
  }),
  search: { middlewares: [retainSearchParams(['environment']), stripSearchParams({ environment: USUAL_ENVIRONMENT })] },
  beforeLoad: ({ search }) => showEnvironment(search.environment ?? USUAL_ENVIRONMENT),
  component: App,
  notFoundComponent: () => <NotFound title="No such page" />,
});

const at = () => root;

const routes = [
  createRoute({
    getParentRoute: at,
    path: '/',
    component: lazyRouteComponent(() => import('./home/home-page.js'), 'HomePage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/experiments',
    component: lazyRouteComponent(() => import('./experiments/experiments-page.js'), 'ExperimentsPage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/experiments/$id',
    component: lazyRouteComponent(() => import('./experiment/experiment-page.js'), 'ExperimentPage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/invitation',
    component: lazyRouteComponent(() => import('./session/invitation-page.js'), 'InvitationPage'),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    readonly router: typeof router;
  }
}
