import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
  stripSearchParams,
} from '@tanstack/react-router';
import { App } from './app.js';
import { listSearch } from './experiments/use-search.js';
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

/** One page for new drafts and their editing: it stays when a draft is made and its address becomes another. */
const draft = createRoute({
  getParentRoute: at,
  id: 'draft',
  component: lazyRouteComponent(() => import('./draft/draft-page.js'), 'DraftPage'),
});
const atDraft = () => draft;

interface NewDraftSearch {
  /** Key of the flag that the draft begins with. */
  readonly flag?: string | undefined;
}

interface ReviewSearch {
  /** Absent: only what changed since the last submission. */
  readonly content?: 'changes' | 'all' | undefined;
}

const newDraft = createRoute({
  getParentRoute: atDraft,
  path: '/experiments/new',
  validateSearch: ({ flag }: Record<string, unknown>): NewDraftSearch => ({
    flag: typeof flag === 'string' ? flag : undefined,
  }),
});
const editedDraft = createRoute({ getParentRoute: atDraft, path: '/experiments/$id/edit' });
const drafts = draft.addChildren([newDraft, editedDraft]);

const routes = [
  createRoute({
    getParentRoute: at,
    path: '/',
    component: lazyRouteComponent(() => import('./home/home-page.js'), 'HomePage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/experiments',
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./experiments/experiments-page.js'), 'ExperimentsPage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/experiments/$id',
    component: lazyRouteComponent(() => import('./experiment/experiment-page.js'), 'ExperimentPage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/experiments/$id/review',
    validateSearch: ({ content }: Record<string, unknown>): ReviewSearch => ({
      content: content === 'all' ? 'all' : undefined,
    }),
    component: lazyRouteComponent(() => import('./review/review-page.js'), 'ReviewPage'),
  }),
  drafts,
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
