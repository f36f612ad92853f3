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
import { audienceSearch } from './audience/audience-search.js';
import { auditSearch } from './audit/audit-search.js';
import { Failed } from './loading/notices.js';
import { problemFrom } from './server/client.js';
import { resultsSearch } from './experiment/results/results-search.js';
import { flagSearch } from './flags/flag-search.js';
import { flagsSearch } from './flags/flags-search.js';
import { NotFound } from './frame/not-found.js';
import { learningsSearch } from './learnings/learnings-search.js';
import { notificationsSearch } from './notifications/notifications-search.js';

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
/** The search of a list that only seeks words. */
const soughtText = ({ q }: Record<string, unknown>): { readonly q?: string | undefined } => ({
  q: typeof q === 'string' && q !== '' ? q : undefined,
});

/** The list of metrics also shows archived ones. */
const metricsSearch = (search: Record<string, unknown>) => ({
  ...soughtText(search),
  archived: search['archived'] === true ? true : undefined,
});

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
    validateSearch: resultsSearch,
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
    path: '/flags',
    validateSearch: flagsSearch,
    component: lazyRouteComponent(() => import('./flags/flags-page.js'), 'FlagsPage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/flags/$key',
    validateSearch: flagSearch,
    component: lazyRouteComponent(() => import('./flags/flag-page.js'), 'FlagPage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/catalogue/metrics',
    validateSearch: metricsSearch,
    component: lazyRouteComponent(() => import('./catalogue/metrics-page.js'), 'MetricsPage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/catalogue/metrics/$key',
    component: lazyRouteComponent(() => import('./catalogue/metric-page.js'), 'MetricPage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/catalogue/event-types',
    validateSearch: soughtText,
    component: lazyRouteComponent(() => import('./catalogue/event-types-page.js'), 'EventTypesPage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/catalogue/event-types/$key',
    component: lazyRouteComponent(() => import('./catalogue/event-type-page.js'), 'EventTypePage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/audience',
    validateSearch: audienceSearch,
    component: lazyRouteComponent(() => import('./audience/audience-page.js'), 'AudiencePage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/learnings',
    validateSearch: learningsSearch,
    component: lazyRouteComponent(() => import('./learnings/learnings-page.js'), 'LearningsPage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/audit',
    validateSearch: auditSearch,
    component: lazyRouteComponent(() => import('./audit/audit-page.js'), 'AuditPage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/audit/$position',
    component: lazyRouteComponent(() => import('./audit/entry-page.js'), 'AuditEntryPage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/notifications',
    validateSearch: notificationsSearch,
    component: lazyRouteComponent(() => import('./notifications/notifications-page.js'), 'NotificationsPage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/people',
    validateSearch: soughtText,
    component: lazyRouteComponent(() => import('./people/people-page.js'), 'PeoplePage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/people/$id',
    component: lazyRouteComponent(() => import('./people/person-page.js'), 'PersonPage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/keys',
    validateSearch: soughtText,
    component: lazyRouteComponent(() => import('./keys/keys-page.js'), 'KeysPage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/environments',
    component: lazyRouteComponent(() => import('./environments/environments-page.js'), 'EnvironmentsPage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/operations',
    component: lazyRouteComponent(() => import('./operations/operations-page.js'), 'OperationsPage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/account',
    component: lazyRouteComponent(() => import('./account/account-page.js'), 'AccountPage'),
  }),
  createRoute({
    getParentRoute: at,
    path: '/invitation',
    component: lazyRouteComponent(() => import('./session/invitation-page.js'), 'InvitationPage'),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultErrorComponent: ({ error, reset }) => <Failed problem={problemFrom(error)} retry={reset} />,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    readonly router: typeof router;
  }
}
