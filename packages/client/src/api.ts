// Made from the OpenAPI document: `npm run client:types -- <address of a running server>`.
export interface paths {
  '/health/live': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Tells that the process runs */
    get: operations['ServiceController_live'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health/ready': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Tells whether the app can serve, and what is down */
    get: operations['ServiceController_ready'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Metrics for Prometheus */
    get: operations['ServiceController_prometheus'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/ofrep/v1/changes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Stream of changes: when to evaluate again */
    get: operations['OfrepController_listen'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/ofrep/v1/evaluate/flags': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Evaluate all flags (OpenFeature protocol) */
    post: operations['OfrepController_evaluateAll'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/ofrep/v1/evaluate/flags/{key}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Evaluate a flag (OpenFeature protocol) */
    post: operations['OfrepController_evaluate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/api-keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List API keys, oldest first, without secrets */
    get: operations['AccessQueriesController_keys'];
    put?: never;
    /** Create an API key; the answer alone has its secret */
    post: operations['AccessController_createApiKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/api-keys/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read an API key, without its secret */
    get: operations['AccessQueriesController_key'];
    put?: never;
    post?: never;
    /** Revoke an API key */
    delete: operations['AccessController_revokeApiKey'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/api-keys/{id}/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read the history of an API key, oldest first */
    get: operations['HistoriesController_apiKey'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/api-keys/{id}/rotate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Give a key another secret; the old one stays valid for a while */
    post: operations['AccessController_rotateApiKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/approver-groups/{ownerId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read the approvers of one owner's experiments */
    get: operations['ReviewQueriesController_group'];
    /** Set the approvers of one owner's experiments */
    put: operations['ReviewsController_setGroup'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/audit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List what was changed, newest first, or export it */
    get: operations['AuditController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/audit/{position}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read one entry of the audit */
    get: operations['AuditController_one'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/auth/invitations/{token}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Set a password by the link of an invitation or a reset */
    post: operations['AuthController_accept'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/auth/login': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sign in with e-mail address and password; the answer sets the cookie */
    post: operations['AuthController_login'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/auth/logout': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sign out, and learn where to sign out at the identity provider */
    post: operations['AuthController_logout'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/auth/methods': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read how people sign in here */
    get: operations['AuthController_methods'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/auth/oidc/callback': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** End a sign-in with the provider's answer */
    get: operations['OidcController_callback'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/auth/oidc/start': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Begin a sign-in at the identity provider */
    get: operations['OidcController_start'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/auth/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Change your own password; all your other sessions end */
    post: operations['AuthController_changePassword'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/auth/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List your own sessions, the newest first */
    get: operations['AuthController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/auth/sessions/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** End one of your own sessions */
    delete: operations['AuthController_end'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/conflict-domains': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List conflict domains by key */
    get: operations['ConflictDomainQueriesController_list'];
    put?: never;
    /** Create a conflict domain */
    post: operations['ConflictDomainsController_create'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/conflict-domains/{key}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a conflict domain: the share of each experiment, and the free share */
    get: operations['ConflictDomainQueriesController_one'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/decide': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Decide one flag or several */
    post: operations['DecideController_decide'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/decide/explain': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Explain a decision, step by step */
    post: operations['ExplainController_explain'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/environments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List environments by key */
    get: operations['EnvironmentQueriesController_list'];
    put?: never;
    /** Add an environment */
    post: operations['EnvironmentsController_add'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/environments/{key}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read an environment */
    get: operations['EnvironmentQueriesController_one'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/event-types': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List event types by key */
    get: operations['EventTypeQueriesController_list'];
    put?: never;
    /** Define an event type */
    post: operations['EventTypesController_define'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/event-types/{key}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read an event type */
    get: operations['EventTypeQueriesController_one'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Change an event type's name or schema */
    patch: operations['EventTypesController_edit'];
    trace?: never;
  };
  '/v1/event-types/{key}/archive': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Archive an event type */
    post: operations['EventTypesController_archive'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/event-types/{key}/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read the history of an event type, oldest first */
    get: operations['HistoriesController_eventType'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/event-types/{key}/rejected': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the last rejected events of a type */
    get: operations['EventTypeQueriesController_rejected'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/event-types/{key}/restore': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Restore an archived event type */
    post: operations['EventTypesController_restore'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Record a batch of events */
    post: operations['TelemetryController_record'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List experiments, newest first */
    get: operations['ExperimentQueriesController_list'];
    put?: never;
    /** Draft an experiment */
    post: operations['ExperimentsController_draft'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read an experiment */
    get: operations['ExperimentQueriesController_one'];
    put?: never;
    post?: never;
    /** Delete a draft */
    delete: operations['ExperimentsController_deleteDraft'];
    options?: never;
    head?: never;
    /** Change a draft */
    patch: operations['ExperimentsController_edit'];
    trace?: never;
  };
  '/v1/experiments/{id}/amend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Propose new content for a live experiment */
    post: operations['LiveChangesController_amend'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/approve': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Approve the content under review */
    post: operations['LifecycleController_approve'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/archive': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Archive an experiment */
    post: operations['LifecycleController_archive'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/complete': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Complete an experiment: roll out, roll back or conclude */
    post: operations['LifecycleController_complete'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/consequences': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read what a start or other traffic would do to others */
    get: operations['ConsequencesController_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/copy': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Copy an experiment into a new draft */
    post: operations['ExperimentsController_copy'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/disable-arm': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Disable a variant of a live experiment */
    post: operations['LiveChangesController_disableArm'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/freeze-enrolment': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Take no new subjects into a live experiment */
    post: operations['LiveChangesController_freezeEnrolment'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/guardrails': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read the current rate of each guardrail */
    get: operations['GuardrailQueriesController_rates'];
    put?: never;
    /** Attach a guardrail */
    post: operations['ExperimentsController_attachGuardrail'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/guardrails/{key}/series': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read what a guardrail judged, over time */
    get: operations['GuardrailSeriesController_series'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/guardrails/check': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Evaluate an experiment's guardrails over all that was accepted before */
    post: operations['GuardrailsController_checkOne'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read the history of an experiment, oldest first */
    get: operations['ExperimentQueriesController_history'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/learning': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Note what a completed experiment taught */
    put: operations['LifecycleController_noteLearning'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Attach a metric */
    post: operations['ExperimentsController_attachMetric'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/pause': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Pause a running experiment */
    post: operations['LifecycleController_pause'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/phases': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read the phases of an experiment */
    get: operations['ExperimentQueriesController_phases'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/reject': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Reject the content under review */
    post: operations['LifecycleController_reject'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/request-changes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Send the content back to its owner */
    post: operations['LifecycleController_requestChanges'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/restore': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Restore an archived experiment */
    post: operations['LifecycleController_restore'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/results': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read the results of an experiment */
    get: operations['ResultsController_results'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/results/series': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read an effect over time */
    get: operations['ResultsController_series'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Resume a paused experiment */
    post: operations['LifecycleController_resume'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/reviews': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read the current review and the open amendment */
    get: operations['ExperimentQueriesController_reviews'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/start': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Start an approved experiment */
    post: operations['LifecycleController_start'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/submit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Submit a draft for review */
    post: operations['LifecycleController_submit'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/tighten-guardrail': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Tighten a guardrail's threshold or margin */
    post: operations['LiveChangesController_tightenGuardrail'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/timeseries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a metric over time */
    get: operations['ResultsController_timeseries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/traffic': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Change the traffic of a live experiment */
    post: operations['LiveChangesController_changeTraffic'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/transfer': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Give an experiment to another owner */
    post: operations['LifecycleController_transfer'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/triggers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the breaches of an experiment, with their evidence */
    get: operations['GuardrailQueriesController_triggers'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/{id}/withdraw': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Withdraw a submission */
    post: operations['LifecycleController_withdraw'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/experiments/plan': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Plan the size of an experiment */
    post: operations['PlanningController_plan'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/flags': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List flags by key */
    get: operations['FlagQueriesController_list'];
    put?: never;
    /** Create a flag */
    post: operations['FlagsController_create'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/flags/{key}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a flag in an environment, with its pins */
    get: operations['FlagQueriesController_one'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Change a flag, its default or its variants */
    patch: operations['FlagsController_edit'];
    trace?: never;
  };
  '/v1/flags/{key}/archive': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Archive a flag */
    post: operations['FlagsController_archive'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/flags/{key}/dependents': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the flags that require a flag, by key */
    get: operations['FlagQueriesController_dependents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/flags/{key}/disable': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Disable a flag; it serves its default */
    post: operations['FlagsController_disable'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/flags/{key}/enable': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Enable a flag */
    post: operations['FlagsController_enable'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/flags/{key}/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read the history of a flag, oldest first */
    get: operations['HistoriesController_flag'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/flags/{key}/pins/{experiment}/adopt': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Make a pinned value the default, and end the pin */
    post: operations['FlagsController_adoptPin'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/flags/{key}/pins/{experiment}/lift': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** End a pin; the flag serves its rules and default again */
    post: operations['FlagsController_liftPin'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/flags/{key}/requires': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Replace the prerequisites of a flag */
    put: operations['FlagPrerequisitesController_replaceRequires'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/flags/{key}/restore': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Restore an archived flag */
    post: operations['FlagsController_restore'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/flags/{key}/rules': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Replace the rules of a flag */
    put: operations['FlagsController_replaceRules'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/flags/{key}/variants/{variant}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Remove a variant that nothing uses */
    delete: operations['FlagPrerequisitesController_removeVariant'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/groups': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List groups by key */
    get: operations['GroupQueriesController_list'];
    put?: never;
    /** Create a group of subjects */
    post: operations['GroupsController_create'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/groups/{key}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a group */
    get: operations['GroupQueriesController_one'];
    /** Replace the members of a group */
    put: operations['GroupsController_replace'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Add subjects to a group, or remove them */
    patch: operations['GroupsController_change'];
    trace?: never;
  };
  '/v1/groups/{key}/archive': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Archive a group */
    post: operations['GroupsController_archive'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/groups/{key}/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read the history of a group, oldest first */
    get: operations['HistoriesController_group'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/groups/{key}/restore': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Restore an archived group */
    post: operations['GroupsController_restore'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/guardrails/check': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Evaluate the guardrails of every running experiment */
    post: operations['GuardrailsController_checkAll'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/holdouts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List holdouts by key */
    get: operations['HoldoutQueriesController_list'];
    put?: never;
    /** Create a holdout */
    post: operations['HoldoutsController_create'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/holdouts/{key}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a holdout */
    get: operations['HoldoutQueriesController_one'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Change the end of a holdout */
    patch: operations['HoldoutsController_change'];
    trace?: never;
  };
  '/v1/holdouts/{key}/end': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** End a holdout now */
    post: operations['HoldoutsController_end'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/holdouts/{key}/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read the history of a holdout, oldest first */
    get: operations['HistoriesController_holdout'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/inbox': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read what needs the caller now */
    get: operations['InboxController_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/learnings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Search what completed experiments taught */
    get: operations['LearningsController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/learnings/similar': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List completed experiments that are like an experiment, with reasons */
    get: operations['LearningsController_similar'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List metrics by key, each in its newest version */
    get: operations['MetricQueriesController_list'];
    put?: never;
    /** Define a metric */
    post: operations['MetricsController_define'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/metrics/{key}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a metric in its newest version */
    get: operations['MetricQueriesController_one'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Rename a metric */
    patch: operations['MetricsController_rename'];
    trace?: never;
  };
  '/v1/metrics/{key}/archive': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Archive a metric */
    post: operations['MetricsController_archive'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/metrics/{key}/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read the history of a metric, oldest first */
    get: operations['HistoriesController_metric'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/metrics/{key}/restore': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Restore an archived metric */
    post: operations['MetricsController_restore'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/metrics/{key}/versions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Add a version of a metric */
    post: operations['MetricsController_addVersion'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/notifications/deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List what was sent, or is to be sent, newest first */
    get: operations['NotificationQueriesController_deliveries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/notifications/deliveries/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a delivery, with the answers of its last attempts */
    get: operations['NotificationQueriesController_delivery'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/notifications/deliveries/{id}/resend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Send a delivery again */
    post: operations['DeliveriesController_resend'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/notifications/destinations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List destinations of notifications, oldest first, without secrets */
    get: operations['NotificationQueriesController_destinations'];
    put?: never;
    /** Add a destination of notifications */
    post: operations['DestinationsController_add'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/notifications/destinations/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a destination, without its secrets */
    get: operations['NotificationQueriesController_destination'];
    put?: never;
    post?: never;
    /** Remove a destination; rules that name it send to the others */
    delete: operations['DestinationsController_remove'];
    options?: never;
    head?: never;
    /** Change a destination */
    patch: operations['DestinationsController_change'];
    trace?: never;
  };
  '/v1/notifications/destinations/{id}/disable': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Send nothing more to a destination */
    post: operations['DestinationsController_disable'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/notifications/destinations/{id}/enable': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Send to a disabled destination again */
    post: operations['DestinationsController_enable'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/notifications/destinations/{id}/rotate-secret': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Make a new secret for a webhook's signatures; the answer alone has it */
    post: operations['DestinationsController_rotate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/notifications/destinations/{id}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Send a test to a destination */
    post: operations['DestinationsController_test'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/notifications/rules': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List rules of notifications, oldest first */
    get: operations['NotificationQueriesController_rules'];
    put?: never;
    /** Add a rule: which events go to which destinations */
    post: operations['NotificationRulesController_add'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/notifications/rules/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a rule */
    get: operations['NotificationQueriesController_rule'];
    put?: never;
    post?: never;
    /** Remove a rule */
    delete: operations['NotificationRulesController_remove'];
    options?: never;
    head?: never;
    /** Change a rule */
    patch: operations['NotificationRulesController_change'];
    trace?: never;
  };
  '/v1/operations/parked': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List parked events */
    get: operations['OperationQueriesController_parked'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operations/projections': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read the position of each projection */
    get: operations['OperationQueriesController_projections'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operations/projections/{name}/rebuild': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Rebuild a projection from the log */
    post: operations['OperationsController_rebuild'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operations/projections/{name}/replay-parked': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Replay a projection's parked events */
    post: operations['OperationsController_replayParked'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operations/unattributed': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List what telemetry could not be attributed to */
    get: operations['UnattributedController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/overrides': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List active overrides */
    get: operations['OverrideQueriesController_list'];
    put?: never;
    /** Create an override for a subject or a group */
    post: operations['OverridesController_create'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/overrides/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read an override */
    get: operations['OverrideQueriesController_one'];
    put?: never;
    post?: never;
    /** End an override now */
    delete: operations['OverridesController_end'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/participation-limit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read the participation limit */
    get: operations['ParticipationLimitQueriesController_one'];
    /** Set the most live experiments that a subject takes part in */
    put: operations['ParticipationLimitController_set'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/review-policy': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read an environment's review policy */
    get: operations['ReviewQueriesController_policy'];
    /** Set an environment's review policy */
    put: operations['ReviewsController_setPolicy'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/session': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read who is signed in */
    get: operations['SessionController_current'];
    put?: never;
    /** Sign in with an API key */
    post: operations['SessionController_signIn'];
    /** Sign out */
    delete: operations['SessionController_signOut'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/snapshot': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read the snapshot that deciders in other processes work with */
    get: operations['SnapshotController_snapshot'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/snapshot/stream': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Stream of changes of the snapshot */
    get: operations['SnapshotController_stream'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/stream': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Stream of experiments, breaches and rates */
    get: operations['LiveStreamController_open'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/subjects/link': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Link two ids of one subject */
    post: operations['SubjectLinksController_link'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/users': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List users, oldest first */
    get: operations['AccessQueriesController_users'];
    put?: never;
    /** Add a user */
    post: operations['AccessController_addUser'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/users/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a user */
    get: operations['AccessQueriesController_user'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Change a user's name or role */
    patch: operations['AccessController_changeUser'];
    trace?: never;
  };
  '/v1/users/{id}/deactivate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Deactivate a user: its keys, sessions and streams end */
    post: operations['AccessController_deactivate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/users/{id}/forget': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Forget who a deactivated user was
     * @description Name, address and password cannot be read any more, in the log and soon in the read models. It cannot be undone
     */
    post: operations['ForgettingController_forget'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/users/{id}/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read the history of a user, oldest first */
    get: operations['HistoriesController_user'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/users/{id}/invite': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Make a link by which the user sets a password, once, within 72 hours */
    post: operations['AccessController_invite'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/users/{id}/reactivate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Reactivate a user: its keys are valid again, its sessions are not */
    post: operations['AccessController_reactivate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    AddDestinationRequest: {
      /** @enum {string} */
      kind: 'webhook' | 'slack' | 'teams' | 'email';
      name: string;
      /** @description Notifications that go singly within a minute, 60 by default; more of them go as a digest */
      perMinute?: number | null;
      /** @description Addresses of e-mail */
      to?: string[] | null;
      /** @description Where to post to, `https://…`. It is kept sealed, and only its host is shown */
      url?: string | null;
    };
    AddEnvironmentRequest: {
      key: string;
      /** @description Default: the key */
      name?: string | null;
    };
    AddMetricVersionRequest: {
      /** @description ratio, count, sum, mean: a subject's sum counts up to it; null: none. A version's default: as before */
      cap?: string | number | null;
      /**
       * @description Default: as before
       * @enum {string|null}
       */
      direction?: 'lower_is_better' | 'higher_is_better' | null;
      /**
       * @description Default: as before
       * @enum {string|null}
       */
      kind?: 'ratio' | 'conversion' | 'count' | 'sum' | 'mean' | 'quantile' | null;
      rule: components['schemas']['MetricRuleRequest'];
      /** @description All but quantile: earlier values reduce the variance; null: none. A version's default: as before */
      varianceReduction?: components['schemas']['VarianceReductionRequest'] | null;
    };
    AddNotificationRuleRequest: {
      /** @description Ids of destinations */
      destinations: string[];
      /** @description Keys of environments; default, or empty: all */
      environments?: string[] | null;
      /** @description What to tell of; default, or empty: everything */
      events?:
        | (
            | 'guardrail_breached'
            | 'health_failing'
            | 'review_requested'
            | 'review_decided'
            | 'amendment_opened'
            | 'schedule_fired'
            | 'schedule_failed'
            | 'experiment_started'
            | 'experiment_resumed'
            | 'experiment_paused'
            | 'experiment_rolled_back'
            | 'experiment_completed'
            | 'still_served'
            | 'events_parked'
            | 'key_expiring'
            | 'flag_stale'
          )[]
        | null;
      /** @description Keys of flags; default, or empty: all */
      flags?: string[] | null;
      name: string;
      /**
       * @description The least severity; default info
       * @enum {string|null}
       */
      severity?: 'info' | 'warning' | 'critical' | null;
      /** @description Tags of flags, of which one is enough; default, or empty: all flags */
      tags?: string[] | null;
    };
    AddUserRequest: {
      /** Format: email */
      email: string;
      /** @description Roles in single environments; elsewhere `role` counts */
      environmentRoles?: {
        [key: string]: 'viewer' | 'experimenter' | 'approver';
      } | null;
      name: string;
      /** @description First password; without one the user signs in by an invitation or the identity provider */
      password?: string | null;
      /** @enum {string} */
      role: 'viewer' | 'experimenter' | 'approver' | 'admin';
    };
    AmendedContent: {
      disabledArms?: string[];
      guardrails?: components['schemas']['Guardrail'][];
      hypothesis?: string;
      metricVersions?: {
        [key: string]: number;
      };
      schedule?: components['schemas']['Schedule'] | null;
      /** @description A decimal as text: exact */
      traffic?: string;
      /** @description A decimal as text: exact */
      trafficMax?: string;
    };
    AmendExperimentRequest: {
      comment?: string | null;
      /** @description Confirms that it takes subjects from younger experiments; default false */
      confirm?: boolean | null;
      /** @description The complete list of disabled arms */
      disabledArms?: string[] | null;
      /** @description The complete new list of guardrails */
      guardrails?: components['schemas']['GuardrailRequest'][] | null;
      hypothesis?: string | null;
      /** @description null: no schedule */
      schedule?: components['schemas']['ScheduleRequest'] | null;
      traffic?: string | number | null;
      trafficMax?: string | number | null;
    };
    Amendment: {
      changes: components['schemas']['AmendedContent'];
      comment: string | null;
      completion?: components['schemas']['AskedCompletion'];
      contentHash: string;
      liveHash: string;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      openedAt: string;
      openedBy: components['schemas']['Person'];
      votes: components['schemas']['Vote'][];
    };
    ApproverGroup: {
      approvers: string[];
      minApprovals: number;
      ownerId: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
    };
    ArchiveEventTypeRequest: {
      /** @description Confirms that no live experiment takes its exposures from the type */
      confirm?: boolean | null;
    };
    ArmVerdict: {
      /** @enum {string} */
      kind: 'unhealthy' | 'harmful' | 'ship' | 'no_effect' | 'inconclusive' | 'keep_running';
      reasons: components['schemas']['VerdictReason'][];
      variant: string;
    };
    AskedCompletion: {
      /** @enum {string} */
      kind: 'rollout' | 'rollback' | 'no_effect';
      learning?: components['schemas']['NotedLearning'];
      /** @enum {string} */
      verdict: 'unhealthy' | 'harmful' | 'ship' | 'no_effect' | 'inconclusive' | 'keep_running';
      winner: string | null;
    };
    AttachedMetric: {
      margin: string | null;
      metric: string;
      /** @enum {string} */
      role: 'primary' | 'secondary' | 'guard';
    };
    AttachedMetricRequest: {
      /** @description Above 0 and below 1, relative to control: "0.02" is not worse than control by more than 2%; null: none */
      margin?: string | number | null;
      metric: string;
      /**
       * @description Default secondary; primary sets primaryMetric
       * @enum {string|null}
       */
      role?: 'primary' | 'secondary' | 'guard' | null;
    };
    AttachMetricRequest: {
      /** @description Above 0 and below 1, relative to control: "0.02" is not worse than control by more than 2%; null: none */
      margin?: string | number | null;
      metric: string;
      /**
       * @description Default secondary
       * @enum {string|null}
       */
      role?: 'secondary' | 'guard' | null;
    };
    /** @description What targeting and bucketing read: any JSON */
    Attributes: {
      [key: string]: unknown;
    } | null;
    AuditedEntity: {
      id: string;
      /** @enum {string} */
      kind:
        | 'flag'
        | 'experiment'
        | 'metric'
        | 'event_type'
        | 'user'
        | 'api_key'
        | 'sign_in'
        | 'access'
        | 'environment'
        | 'review_policy'
        | 'approver_group'
        | 'group'
        | 'override'
        | 'holdout'
        | 'conflict_domain'
        | 'participation_limit'
        | 'notification_destination'
        | 'notification_rule'
        | 'projection';
    };
    AuditEntry: {
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      at: string;
      by: components['schemas']['Author'];
      causationId: string;
      changes: components['schemas']['Change'][];
      correlationId: string;
      data: components['schemas']['JsonObject'];
      entity: components['schemas']['AuditedEntity'];
      /** @description null: all environments share it */
      environment: string | null;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description Number of the event in its stream */
      revision: number;
      summary: string;
      type: string;
    };
    Author: {
      id: string;
      /** @enum {string} */
      kind: 'user' | 'key' | 'system';
      name: string;
    };
    Baseline: {
      /** @description Whose control it is; null: as given */
      experiment: string | null;
      mean: number;
      n: number;
      variance: number;
    };
    BaselineRequest: {
      /** @description The mean per subject, or the ratio; of a conversion the rate */
      mean: number;
      /** @description Subjects that it is of */
      n: number;
      /** @description Variance per subject; it follows from the rate of a conversion */
      variance?: number | null;
    };
    Change: {
      after?: components['schemas']['Json'];
      before?: components['schemas']['Json'];
      /** @description A field at the top of the thing */
      field: string;
      /** @description true: `before`, `after` or both are left out, because their JSON is over 8 KiB */
      omitted?: boolean;
    };
    ChangedApiKey: {
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      createdAt: string;
      createdBy: components['schemas']['Author'];
      environment: string;
      expiresAt: string | null;
      id: string;
      /** @enum {string} */
      kind: 'user' | 'service' | 'client';
      name: string;
      /** @description Of a client key: origins of the pages that may use it, or * for all; null for other kinds */
      origins: string[] | null;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description So long the secret before the rotation is valid */
      previousUntil: string | null;
      /** @description Number of the last change; for If-Match */
      revision: number;
      revoked: boolean;
      rotatedAt: string | null;
      scopes: ('manage' | 'read' | 'decide' | 'ingest' | 'halt')[];
      /** @description null: a service or client key, which acts for no user */
      userId: string | null;
    };
    ChangedApproverGroup: {
      approvers: string[];
      id: string;
      minApprovals: number;
      ownerId: string;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
    };
    ChangedCreatedApiKey: {
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      createdAt: string;
      createdBy: components['schemas']['Author'];
      environment: string;
      expiresAt: string | null;
      id: string;
      /** @description The secret; null in the answer to a retry */
      key: string | null;
      /** @enum {string} */
      kind: 'user' | 'service' | 'client';
      name: string;
      note?: string;
      /** @description Of a client key: origins of the pages that may use it, or * for all; null for other kinds */
      origins: string[] | null;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description So long the secret before the rotation is valid */
      previousUntil: string | null;
      /** @description Number of the last change; for If-Match */
      revision: number;
      revoked: boolean;
      rotatedAt: string | null;
      scopes: ('manage' | 'read' | 'decide' | 'ingest' | 'halt')[];
      /** @description null: a service or client key, which acts for no user */
      userId: string | null;
    };
    ChangedDeactivatedUser: {
      deactivated: boolean;
      email: string;
      /** @description Roles in single environments; elsewhere `role` counts */
      environmentRoles: {
        [key: string]: 'viewer' | 'experimenter' | 'approver';
      };
      /** @description Live experiments of the user, which need another owner */
      experiments: {
        environment: string;
        id: string;
        key: string;
        name: string;
      }[];
      /** @description Name and address are gone for good */
      forgotten: boolean;
      /** Format: uuid */
      id: string;
      name: string;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
      /** @enum {string} */
      role: 'viewer' | 'experimenter' | 'approver' | 'admin';
    };
    ChangedDestination: {
      /**
       * @description Why nothing is sent: an admin asked for it, or the receiver answered 410
       * @enum {string|null}
       */
      disabled: 'asked' | 'gone' | null;
      /** @description Scheme and host of the address; null of e-mail */
      host: string | null;
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      kind: 'webhook' | 'slack' | 'teams' | 'email';
      name: string;
      perMinute: number;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description Until then the secret before signs, too */
      previousUntil: string | null;
      /** @description Number of the last change; for If-Match */
      revision: number;
      /** @description Addresses of e-mail */
      to: string[];
    };
    ChangedDestinationWithSecret: {
      /**
       * @description Why nothing is sent: an admin asked for it, or the receiver answered 410
       * @enum {string|null}
       */
      disabled: 'asked' | 'gone' | null;
      /** @description Scheme and host of the address; null of e-mail */
      host: string | null;
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      kind: 'webhook' | 'slack' | 'teams' | 'email';
      name: string;
      note?: string;
      perMinute: number;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description Until then the secret before signs, too */
      previousUntil: string | null;
      /** @description Number of the last change; for If-Match */
      revision: number;
      /** @description What a webhook is signed with; null of other kinds, and in the answer to a retry */
      secret: string | null;
      /** @description Addresses of e-mail */
      to: string[];
    };
    ChangedEditedFlag: {
      archived: boolean;
      clientVisible: boolean;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      createdAt: string;
      default: components['schemas']['Json'];
      defaultVariant: string | null;
      description: string;
      enabled: boolean;
      environment: string;
      id: string;
      key: string;
      /** @description Experiments whose pins the change ended */
      lifted?: string[];
      metadata: {
        [key: string]: string | number | boolean;
      };
      owner: string;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description All must hold, or the flag serves its default */
      requires: components['schemas']['Requirement'][];
      /** @description Number of the last change; for If-Match */
      revision: number;
      rules: components['schemas']['Rule'][];
      /** @description The semantics of the conditions beside it */
      semantics: number;
      tags: string[];
      /** @enum {string} */
      type: 'boolean' | 'string' | 'number' | 'json';
      variants: {
        [key: string]: components['schemas']['Json'];
      };
    };
    ChangedEnvironment: {
      id: string;
      key: string;
      name: string;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
    };
    ChangeDestinationRequest: {
      name?: string | null;
      /** @description Notifications that go singly within a minute, 60 by default; more of them go as a digest */
      perMinute?: number | null;
      /** @description Addresses of e-mail */
      to?: string[] | null;
      /** @description Where to post to, `https://…`. It is kept sealed, and only its host is shown */
      url?: string | null;
    };
    ChangedEventType: {
      archived: boolean;
      exposure: boolean;
      id: string;
      key: string;
      name: string;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      received?: components['schemas']['ReceivedEvents'];
      requiresExposure: boolean;
      /** @description Number of the last change; for If-Match */
      revision: number;
      /** @description JSON Schema of the properties; null: takes any */
      schema: components['schemas']['JsonObject'] | null;
    };
    ChangedExperiment: {
      addedAfterStart: string[];
      /** @description Attached after the draft */
      addedMetrics: string[];
      amendment: components['schemas']['Amendment'] | null;
      approvals: components['schemas']['Vote'][];
      /** @description All metrics, each with its role and margin */
      attached: components['schemas']['AttachedMetric'][];
      /** @description null: the subject */
      bucketBy: string | null;
      completedAt: string | null;
      conflictDomain: string | null;
      contentHash: string | null;
      copiedFrom: string | null;
      description: string;
      dimensions: components['schemas']['Dimension'][];
      disabledArms: string[];
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      draftedAt: string;
      environment: string;
      /** @enum {string} */
      exposure: 'explicit' | 'on_decide';
      flag: string;
      frozenAt: string | null;
      guardrails: components['schemas']['Guardrail'][];
      hypothesis: string;
      /** Format: uuid */
      id: string;
      key: string;
      /** @description Completed, and its owner is asked for a summary */
      learningAsked: boolean;
      liveHash: string | null;
      metrics: string[];
      metricVersions: {
        [key: string]: number;
      };
      name: string;
      outcome: components['schemas']['Outcome'] | null;
      owner: components['schemas']['Person'];
      pausedBy: {
        guardrail: string;
        /** Format: uuid */
        trigger: string;
      } | null;
      phase: number;
      planned: components['schemas']['Planned'] | null;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      primaryMetric: string | null;
      priority: number;
      /** @description Number of the last change; for If-Match */
      revision: number;
      run: number;
      runs: components['schemas']['Run'][];
      schedule: components['schemas']['Schedule'] | null;
      /** @description The semantics of the conditions beside it */
      semantics: number;
      startedAt: string | null;
      /** @enum {string} */
      status: 'draft' | 'in_review' | 'approved' | 'running' | 'paused' | 'completed' | 'rejected' | 'archived';
      /** @description null: not noted yet */
      summary: components['schemas']['Summary'] | null;
      tags: string[];
      /** @description null: everybody */
      targeting: components['schemas']['Condition'] | null;
      /** @description A decimal as text: exact */
      traffic: string;
      /** @description A decimal as text: exact */
      trafficMax: string;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      updatedAt: string;
      variants: components['schemas']['Variant'][];
      warnings: components['schemas']['Warning'][];
    };
    ChangedFlag: {
      archived: boolean;
      clientVisible: boolean;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      createdAt: string;
      default: components['schemas']['Json'];
      defaultVariant: string | null;
      description: string;
      enabled: boolean;
      environment: string;
      id: string;
      key: string;
      metadata: {
        [key: string]: string | number | boolean;
      };
      owner: string;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description All must hold, or the flag serves its default */
      requires: components['schemas']['Requirement'][];
      /** @description Number of the last change; for If-Match */
      revision: number;
      rules: components['schemas']['Rule'][];
      /** @description The semantics of the conditions beside it */
      semantics: number;
      tags: string[];
      /** @enum {string} */
      type: 'boolean' | 'string' | 'number' | 'json';
      variants: {
        [key: string]: components['schemas']['Json'];
      };
    };
    ChangedFlagAfterPin: {
      archived: boolean;
      clientVisible: boolean;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      createdAt: string;
      default: components['schemas']['Json'];
      defaultVariant: string | null;
      description: string;
      enabled: boolean;
      environment: string;
      id: string;
      key: string;
      /** @description Experiments whose pins the change ended */
      lifted: string[];
      metadata: {
        [key: string]: string | number | boolean;
      };
      owner: string;
      pins: components['schemas']['Pin'][];
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description All must hold, or the flag serves its default */
      requires: components['schemas']['Requirement'][];
      /** @description Number of the last change; for If-Match */
      revision: number;
      rules: components['schemas']['Rule'][];
      /** @description The semantics of the conditions beside it */
      semantics: number;
      tags: string[];
      /** @enum {string} */
      type: 'boolean' | 'string' | 'number' | 'json';
      variants: {
        [key: string]: components['schemas']['Json'];
      };
    };
    ChangedGroup: {
      archived: boolean;
      id: string;
      key: string;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
      /** @description The semantics of the conditions beside it */
      semantics?: number;
      /** @description Of a group that is a list */
      subjects?: string[];
      when?: components['schemas']['Condition'];
    };
    ChangedHoldout: {
      endAt: string | null;
      environment: string;
      /** @description null: all flags */
      flags: string[] | null;
      id: string;
      key: string;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
      /** @description A decimal as text: exact */
      share: string;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      startAt: string;
    };
    ChangedListedConflictDomain: {
      environment: string;
      id: string;
      key: string;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
    };
    ChangedMetric: {
      /** @description No experiment may attach it any more */
      archived: boolean;
      /** @description A subject's sum counts up to it; null: all of it */
      cap: string | null;
      /** @enum {string} */
      direction: 'lower_is_better' | 'higher_is_better';
      id: string;
      key: string;
      /** @enum {string} */
      kind: 'ratio' | 'conversion' | 'count' | 'sum' | 'mean' | 'quantile';
      name: string;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
      rule: components['schemas']['MetricRule'];
      varianceReduction: {
        days: number;
      } | null;
      version: number;
    };
    ChangedNotificationRule: {
      destinations: string[];
      /** @description Empty: all */
      environments: string[];
      /** @description Empty: everything */
      events: (
        | 'guardrail_breached'
        | 'health_failing'
        | 'review_requested'
        | 'review_decided'
        | 'amendment_opened'
        | 'schedule_fired'
        | 'schedule_failed'
        | 'experiment_started'
        | 'experiment_resumed'
        | 'experiment_paused'
        | 'experiment_rolled_back'
        | 'experiment_completed'
        | 'still_served'
        | 'events_parked'
        | 'key_expiring'
        | 'flag_stale'
      )[];
      /** @description Empty: all */
      flags: string[];
      /** Format: uuid */
      id: string;
      name: string;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
      /** @enum {string} */
      severity: 'info' | 'warning' | 'critical';
      /** @description Tags of flags; empty: all flags */
      tags: string[];
    };
    ChangedOverride: {
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      createdAt: string;
      createdBy: components['schemas']['Author'];
      endedAt: string | null;
      environment: string;
      /** @description The experiment whose arm it is; null: a variant of the flag */
      experiment: string | null;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      expiresAt: string;
      flag: string;
      group?: string;
      /** Format: uuid */
      id: string;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
      subject?: string;
      variant: string;
    };
    ChangedParticipationLimit: {
      environment: string;
      id: string;
      limit: number | null;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
    };
    ChangedReviewPolicy: {
      /** @enum {string} */
      againstVerdict: 'comment' | 'second_vote';
      allowAnyApprover: boolean;
      environment: string;
      id: string;
      minApprovals: number;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
    };
    ChangedUser: {
      deactivated: boolean;
      email: string;
      /** @description Roles in single environments; elsewhere `role` counts */
      environmentRoles: {
        [key: string]: 'viewer' | 'experimenter' | 'approver';
      };
      /** @description Name and address are gone for good */
      forgotten: boolean;
      /** Format: uuid */
      id: string;
      name: string;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
      /** @enum {string} */
      role: 'viewer' | 'experimenter' | 'approver' | 'admin';
    };
    ChangeGroupSubjectsRequest: {
      add?: string[] | null;
      remove?: string[] | null;
    };
    ChangeHoldoutRequest: {
      /**
       * Format: date-time
       * @description End; null: not yet known
       */
      endAt: string | null;
    };
    ChangeNotificationRuleRequest: {
      /** @description Ids of destinations */
      destinations?: string[] | null;
      /** @description Keys of environments; default, or empty: all */
      environments?: string[] | null;
      /** @description What to tell of; default, or empty: everything */
      events?:
        | (
            | 'guardrail_breached'
            | 'health_failing'
            | 'review_requested'
            | 'review_decided'
            | 'amendment_opened'
            | 'schedule_fired'
            | 'schedule_failed'
            | 'experiment_started'
            | 'experiment_resumed'
            | 'experiment_paused'
            | 'experiment_rolled_back'
            | 'experiment_completed'
            | 'still_served'
            | 'events_parked'
            | 'key_expiring'
            | 'flag_stale'
          )[]
        | null;
      /** @description Keys of flags; default, or empty: all */
      flags?: string[] | null;
      name?: string | null;
      /**
       * @description The least severity; default info
       * @enum {string|null}
       */
      severity?: 'info' | 'warning' | 'critical' | null;
      /** @description Tags of flags, of which one is enough; default, or empty: all flags */
      tags?: string[] | null;
    };
    ChangePasswordRequest: {
      /** @description The current password */
      current: string;
      password: string;
    };
    ChangeTrafficRequest: {
      comment?: string | null;
      /** @description Confirms that it takes subjects from younger experiments; default false */
      confirm?: boolean | null;
      /** @description Percent of subjects taken; at most trafficMax */
      traffic: string | number;
    };
    ChangeUserRequest: {
      /** @description Roles in single environments; elsewhere `role` counts */
      environmentRoles?: {
        [key: string]: 'viewer' | 'experimenter' | 'approver';
      } | null;
      name?: string | null;
      /** @enum {string|null} */
      role?: 'viewer' | 'experimenter' | 'approver' | 'admin' | null;
    };
    Checked: {
      checked: number;
      results: {
        /** Format: uuid */
        experiment: string;
        triggers: components['schemas']['Trigger'][];
      }[];
      triggered: number;
    };
    CheckedExperiment: {
      triggers: components['schemas']['Trigger'][];
    };
    CommentRequest: {
      comment?: string | null;
    };
    ComparedArm: {
      subjects: number;
      /** @description A decimal as text: exact */
      value: string;
    };
    ComparedBreach: {
      control: components['schemas']['ComparedArm'];
      /** @description Relative to control; null: not computable */
      effect: number | null;
      /** @description Of 'worse by more than the margin', against 'not worse by more' */
      eValue: number;
      lower: number | null;
      /** @description A decimal as text: exact */
      margin: string;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      treatment: components['schemas']['ComparedArm'];
      upper: number | null;
    };
    ComparedSubjects: {
      control: number;
      treatment: number;
    };
    ComparedValues: {
      control: number | null;
      treatment: number | null;
    };
    Comparison: {
      absolute: components['schemas']['Effect'];
      /** @description Adjusted for the number of arms (primary) or of metrics times arms (others) */
      adjustedP: number | null;
      /** @description Share of subjects at the metric's cap */
      capped?: number;
      chanceToWin?: number | null;
      control: string;
      cuped?: components['schemas']['Cuped'];
      /** @description Days until they have come; null: not known */
      daysLeft: number | null;
      /**
       * @description Beside days that are null: why they are
       * @enum {string}
       */
      daysLeftReason?: 'no_plan' | 'not_computable' | 'too_early' | 'nobody_came' | 'nothing_named';
      fixed?: components['schemas']['Fixed'];
      margin?: components['schemas']['MarginResult'];
      /** @description The smallest relative effect that so many subjects find with the planned power */
      mde: number | null;
      /**
       * @description Beside an mde that is null: why it is
       * @enum {string}
       */
      mdeReason?:
        | 'burn_in'
        | 'unbounded_interval'
        | 'quantile'
        | 'not_defined'
        | 'no_subjects'
        | 'one_subject'
        | 'no_variance'
        | 'control_mean_zero'
        | 'denominator_zero'
        | 'impossible_sums'
        | 'collapsed_bounds'
        | 'too_few_events'
        | 'too_few_subjects';
      metric: string;
      n: components['schemas']['ComparedSubjects'];
      p: number | null;
      /** @description True: the interval holds however often it is looked at */
      protectedAgainstPeeking: boolean;
      /** @enum {string} */
      reason?:
        | 'burn_in'
        | 'unbounded_interval'
        | 'quantile'
        | 'not_defined'
        | 'no_subjects'
        | 'one_subject'
        | 'no_variance'
        | 'control_mean_zero'
        | 'denominator_zero'
        | 'impossible_sums'
        | 'collapsed_bounds'
        | 'too_few_events';
      relative: components['schemas']['Effect'];
      /** @description Expected relative loss of staying, and of changing */
      risk?: components['schemas']['Risk'] | null;
      /** @enum {string} */
      role: 'primary' | 'secondary' | 'guard';
      /** @enum {string} */
      state: 'ok' | 'not_computable';
      /** @description Further subjects of all arms, for the planned effect; null: no plan, or not computable */
      subjectsNeeded: number | null;
      value: components['schemas']['ComparedValues'];
      variant: string;
    };
    ComparisonGuardrail: {
      /** @enum {string} */
      action: 'pause' | 'rollback' | 'disable_arm' | 'notify';
      key: string;
      /** @enum {string} */
      kind: 'comparison';
      /** @description Relative to control: "0.02" is not worse by more than 2% */
      margin: string;
      metric: string;
      /** @enum {string} */
      scope: 'treatment_vs_control';
      /** @enum {string} */
      sources: 'server' | 'all';
    };
    CompleteExperimentRequest: {
      comment?: string | null;
      /** @enum {string} */
      outcome: 'rollout' | 'rollback' | 'no_effect';
      /** @description What was expected, what happened, what is done now */
      summary?:
        | string
        | {
            expected?: string;
            happened?: string;
            now?: string;
          }
        | null;
      /** @description Words to find it by */
      tags?: string[] | null;
      /** @description Variant that everybody gets; for a rollout only */
      winner?: string | null;
    };
    /** @description A targeting condition, as written */
    Condition: {
      [key: string]: unknown;
    };
    ConflictDomain: {
      environment: string;
      experiments: {
        /** Format: uuid */
        experiment: string;
        /** @description A decimal as text: exact */
        share: string;
      }[];
      /** @description A decimal as text: exact */
      free: string;
      key: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
    };
    Consequences: {
      /** @enum {string} */
      action: 'start' | 'traffic';
      /** @description What no longer serves the subjects that it takes, in its order */
      after: {
        pins: {
          experiment: string;
        }[];
        rules: {
          index: number;
          name: string | null;
        }[];
      };
      conflictDomain: components['schemas']['DomainConsequence'] | null;
      /** Format: uuid */
      experiment: string;
      flag: {
        /** @description False: the flag serves its default to everybody */
        enabled: boolean;
        /** @description Another live experiment on the flag: a start is refused while it is */
        holder: {
          /** Format: uuid */
          id: string;
          key: string;
          name: string;
        } | null;
        key: string;
      };
      /** @description null: there is no limit, so no other experiment loses subjects */
      participation: components['schemas']['ParticipationConsequence'] | null;
      /** @description Percentage: of the flag's subjects that it would take: of those who are in its audience and in no holdout */
      share: string;
      /** @description New subjects a day, by what the flag brought in the last 7 days; null: not known */
      subjectsPerDay: number | null;
      traffic: {
        /** @description Percentage: what it would take */
        after: string;
        /** @description Percentage: what it takes now */
        before: string;
        /** @description More than its review allowed: that is an amendment */
        needsVote: boolean;
        /** @description Percentage: what its review allowed at most */
        reviewed: string;
      };
    };
    CopyExperimentRequest: {
      key: string;
      /** @description Default: the original's */
      name?: string | null;
      /** @description Keeps the same subjects in the same arms; default false */
      sameAssignment?: boolean | null;
    };
    CreateApiKeyRequest: {
      /** @description Environment that the key decides in and sends telemetry to; default production */
      environment?: string | null;
      /**
       * Format: date-time
       * @description Time of expiry; by default the key is valid until it is revoked
       */
      expiresAt?: string | null;
      /**
       * @description By default `user` with a user, else `service`. A `client` key is for browsers and apps: it is public
       * @enum {string|null}
       */
      kind?: 'user' | 'service' | 'client' | null;
      name: string;
      /** @description Of a client key: origins of the pages that may use it, or * alone; without any, only apps may */
      origins?: string[] | null;
      scopes: ('manage' | 'read' | 'decide' | 'ingest' | 'halt')[];
      /**
       * Format: uuid
       * @description The user that the key acts as; without one it is a service key
       */
      userId?: string | null;
    };
    CreateConflictDomainRequest: {
      key: string;
    };
    CreateFlagRequest: {
      /** @description Whether client-side applications may ask for the flag */
      clientVisible?: boolean | null;
      /** @description Value that the flag serves by default; of the flag's type */
      default?: components['schemas']['JsonValue'] | null;
      /** @description Variant that the flag serves by default, instead of a value */
      defaultVariant?: string | null;
      description?: string | null;
      key: string;
      /** @description Texts, numbers and booleans by name; clients get them with decisions */
      metadata?: components['schemas']['JsonObject'] | null;
      /** @description A person or a team */
      owner?: string | null;
      /** @description Rules that every environment begins with */
      rules?: components['schemas']['RuleRequest'][] | null;
      tags?: string[] | null;
      /** @enum {string} */
      type: 'boolean' | 'string' | 'number' | 'json';
      /** @description Values by name; of the flag's type */
      variants?: components['schemas']['JsonObject'] | null;
    };
    CreateGroupRequest: {
      key: string;
      /** @description Ids of subjects */
      subjects?: string[] | null;
      /** @description Condition that members match; it may not name a group */
      when?: components['schemas']['JsonObject'] | null;
    };
    CreateHoldoutRequest: {
      /**
       * Format: date-time
       * @description End; default null: not yet known
       */
      endAt?: string | null;
      /** @description Keys of the flags that it covers; default all */
      flags?: string[] | null;
      key: string;
      /** @description Percent of subjects; at most 10 */
      share: string | number;
      /**
       * Format: date-time
       * @description Start; default now
       */
      startAt?: string | null;
    };
    CreateOverrideRequest: {
      /**
       * Format: uuid
       * @description Id of an experiment on the flag; it may be a draft
       */
      experiment?: string | null;
      /**
       * Format: date-time
       * @description Time of expiry; default in 7 days
       */
      expiresAt?: string | null;
      flag: string;
      group?: string | null;
      /** @description Id of the subject; give either subject or group */
      subject?: string | null;
      /** @description A variant of the flag or, with an experiment, one of its arms */
      variant: string;
    };
    Cuped: {
      absolute: components['schemas']['Effect'];
      /** @description Share of the subjects that have a history */
      coverage: number;
      p: number | null;
      relative: components['schemas']['Effect'];
      /** @description Share of the variance that CUPED saves */
      varianceSaved: number;
    };
    /**
     * @example {
     *       "flag": "checkout",
     *       "subjectId": "customer-1",
     *       "attributes": {
     *         "country": "NL"
     *       }
     *     }
     */
    DecideBody: {
      attributes?: components['schemas']['Attributes'];
      /** @description Key of one flag; give either flag or flags */
      flag?: string | null;
      /** @description Keys of several flags */
      flags?: string[] | null;
      /** @description Needed if something has to be bucketed */
      subjectId?: string | null;
    };
    Decision: {
      /** @description Signed; null unless an experiment assigned the variant */
      decisionId: string | null;
      /** @description The experiment that decided or was asked */
      experiment: string | null;
      /** @description As asked for */
      flag: string;
      phase: number | null;
      /** @enum {string} */
      reason:
        | 'experiment_assigned'
        | 'rule_match'
        | 'rule_split'
        | 'default'
        | 'flag_not_found'
        | 'flag_disabled'
        | 'override'
        | 'experiment_paused'
        | 'not_targeted'
        | 'holdout'
        | 'experiment_conflict'
        | 'participation_limit'
        | 'traffic_excluded'
        | 'enrolment_frozen'
        | 'arm_disabled'
        | 'rolled_out'
        | 'rolled_back'
        | 'missing_subject'
        | 'prerequisite_failed'
        | 'error';
      value: components['schemas']['Json'];
      /** @description null: there is no such flag */
      variant: string | null;
    };
    Decisions: {
      decisions: components['schemas']['Decision'][];
    };
    /** @description There are a million buckets and ten thousand slots */
    DecisionStep:
      | {
          found: boolean;
          /** @enum {string} */
          step: 'flag';
        }
      | {
          enabled: boolean;
          /** @enum {string} */
          step: 'enabled';
        }
      | {
          flag: string;
          holds: boolean;
          reason:
            | (
                | 'experiment_assigned'
                | 'rule_match'
                | 'rule_split'
                | 'default'
                | 'flag_not_found'
                | 'flag_disabled'
                | 'override'
                | 'experiment_paused'
                | 'not_targeted'
                | 'holdout'
                | 'experiment_conflict'
                | 'participation_limit'
                | 'traffic_excluded'
                | 'enrolment_frozen'
                | 'arm_disabled'
                | 'rolled_out'
                | 'rolled_back'
                | 'missing_subject'
                | 'prerequisite_failed'
                | 'error'
              )
            | null;
          served: string | null;
          /** @enum {string} */
          step: 'prerequisite';
          variant: string;
        }
      | {
          override: string | null;
          /** @enum {string} */
          step: 'override';
        }
      | {
          experiment: components['schemas']['ExperimentReference'] | null;
          /** @enum {string} */
          step: 'experiment';
        }
      | {
          paused: boolean;
          /** @enum {string} */
          step: 'paused';
        }
      | {
          holds: boolean;
          /** @enum {string} */
          step: 'targeting';
        }
      | {
          bucketBy: string;
          found: boolean;
          /** @enum {string} */
          step: 'unit';
        }
      | {
          found: boolean;
          /** @enum {string} */
          step: 'subject';
        }
      | {
          active: boolean;
          bucket: number;
          held: boolean;
          holdout: string;
          share: number;
          /** @enum {string} */
          step: 'holdout';
        }
      | {
          domain: string;
          owner: string | null;
          slot: number;
          /** @enum {string} */
          step: 'conflict_domain';
        }
      | {
          limit: number;
          older: string[];
          /** @enum {string} */
          step: 'participation_limit';
        }
      | {
          bucket: number;
          /** @enum {string} */
          step: 'traffic';
          taken: boolean;
          traffic: number;
        }
      | {
          enrolled: boolean;
          /** @enum {string} */
          step: 'frozen';
        }
      | {
          armDisabled: boolean;
          bucket: number;
          /** @enum {string} */
          step: 'variant';
          variant: string;
        }
      | {
          /** @enum {string} */
          reason:
            | 'experiment_assigned'
            | 'rule_match'
            | 'rule_split'
            | 'default'
            | 'flag_not_found'
            | 'flag_disabled'
            | 'override'
            | 'experiment_paused'
            | 'not_targeted'
            | 'holdout'
            | 'experiment_conflict'
            | 'participation_limit'
            | 'traffic_excluded'
            | 'enrolment_frozen'
            | 'arm_disabled'
            | 'rolled_out'
            | 'rolled_back'
            | 'missing_subject'
            | 'prerequisite_failed'
            | 'error';
          /** @enum {string} */
          step: 'excluded';
        }
      | {
          experiment: components['schemas']['ExperimentReference'];
          held: boolean;
          holds: boolean;
          /** @enum {string} */
          step: 'pin';
        }
      | {
          holds: boolean;
          index: number;
          name: string | null;
          /** @enum {string} */
          step: 'rule';
        }
      | {
          bucket: number;
          /** @enum {string} */
          step: 'split';
          variant: string;
        }
      | {
          /** @enum {string} */
          step: 'default';
          variant: string;
        };
    DefineEventTypeRequest: {
      /** @description The event means that the subject was exposed to its variant */
      exposure?: boolean | null;
      key: string;
      name: string;
      /** @description The event waits for its subject's exposure before it counts */
      requiresExposure?: boolean | null;
      /** @description JSON Schema (2020-12) of the properties; those marked "personal": true are validated, then dropped */
      schema?: components['schemas']['JsonObject'] | null;
    };
    DefineMetricRequest: {
      /** @description ratio, count, sum, mean: a subject's sum counts up to it; null: none. A version's default: as before */
      cap?: string | number | null;
      /** @enum {string} */
      direction: 'lower_is_better' | 'higher_is_better';
      key: string;
      /** @enum {string} */
      kind: 'ratio' | 'conversion' | 'count' | 'sum' | 'mean' | 'quantile';
      name: string;
      rule: components['schemas']['MetricRuleRequest'];
      /** @description All but quantile: earlier values reduce the variance; null: none. A version's default: as before */
      varianceReduction?: components['schemas']['VarianceReductionRequest'] | null;
    };
    Deleted: {
      id: string;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
    };
    Delivery: {
      attempts: number;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      createdAt: string;
      deliveredAt: string | null;
      /** Format: uuid */
      destination: string;
      /** @description The digest that it went with */
      digest: string | null;
      environment: string | null;
      experiment: string | null;
      facts: {
        name: string;
        value: string;
      }[];
      /**
       * Format: uuid
       * @description The same on every attempt: receivers know repetitions by it
       */
      id: string;
      /** @enum {string} */
      kind:
        | 'guardrail_breached'
        | 'health_failing'
        | 'review_requested'
        | 'review_decided'
        | 'amendment_opened'
        | 'schedule_fired'
        | 'schedule_failed'
        | 'experiment_started'
        | 'experiment_resumed'
        | 'experiment_paused'
        | 'experiment_rolled_back'
        | 'experiment_completed'
        | 'still_served'
        | 'events_parked'
        | 'key_expiring'
        | 'flag_stale'
        | 'test'
        | 'digest';
      /** @description The last attempts, oldest first */
      log: {
        /** @description The first characters of the answer */
        answer: string | null;
        /**
         * Format: date-time
         * @description ISO 8601, UTC
         */
        at: string;
        error: string | null;
        milliseconds: number;
        /** @description Of the HTTP answer; null: there was none */
        status: number | null;
      }[];
      nextAttemptAt: string | null;
      /** @description null of tests and digests */
      rule: string | null;
      /** @enum {string} */
      severity: 'info' | 'warning' | 'critical';
      /** @enum {string} */
      state: 'waiting' | 'sending' | 'delivered' | 'failed' | 'in_digest';
      title: string;
    };
    DependentFlag: {
      archived: boolean;
      key: string;
      /** @description The variant that it requires */
      variant: string;
    };
    Destination: {
      /**
       * @description Why nothing is sent: an admin asked for it, or the receiver answered 410
       * @enum {string|null}
       */
      disabled: 'asked' | 'gone' | null;
      /** @description Scheme and host of the address; null of e-mail */
      host: string | null;
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      kind: 'webhook' | 'slack' | 'teams' | 'email';
      name: string;
      perMinute: number;
      /** @description Until then the secret before signs, too */
      previousUntil: string | null;
      /** @description Number of the last change; for If-Match */
      revision: number;
      /** @description Addresses of e-mail */
      to: string[];
    };
    Dimension: {
      attribute: string;
      key: string;
      values: string[];
    };
    DimensionRequest: {
      /** @description Attribute of the decision, or a path such as company.country */
      attribute: string;
      key: string;
      /** @description Values with a slice of their own: 1 to 20 */
      values: string[];
    };
    DimensionResult: {
      heterogeneity: components['schemas']['Heterogeneity'][];
      key: string;
      /** @enum {string} */
      state: 'ok' | 'not_kept_by_hour';
      values: components['schemas']['DimensionValue'][];
    };
    DimensionValue: {
      comparisons: components['schemas']['Comparison'][];
      subjects: number;
      /** @description null: every other value */
      value: string | null;
    };
    DisableArmRequest: {
      comment?: string | null;
      variant: string;
    };
    DomainConsequence: {
      /** @description False: refused as `domain_full` */
      fits: boolean;
      /** @description Percentage: the slots that are free to it. Nobody loses any */
      free: string;
      key: string;
    };
    DoubleExposureCheck: {
      /** @enum {string} */
      check: 'double_exposure';
      doubleExposed: number;
      share: number | null;
      /** @enum {string} */
      state: 'ok' | 'failing' | 'not_enough_data';
      subjects: number;
      threshold: number;
    };
    DraftExperimentRequest: {
      /** @description Attribute that is hashed, enrolled and analysed instead of the subject; null: the subject */
      bucketBy?: string | null;
      /** @description Conflict domain that its traffic takes slots of */
      conflictDomain?: string | null;
      description?: string | null;
      /** @description Attributes that results are sliced by. Fixed by the review: what is not declared cannot be sliced later */
      dimensions?: components['schemas']['DimensionRequest'][] | null;
      /**
       * @description Source of exposures; default explicit
       * @enum {string|null}
       */
      exposure?: 'explicit' | 'on_decide' | null;
      /** @description Key of the flag */
      flag: string;
      guardrails?: components['schemas']['GuardrailRequest'][] | null;
      hypothesis?: string | null;
      key: string;
      /** @description The complete list. A key alone leaves the role and margin of its metric as they are */
      metrics?: (string | components['schemas']['AttachedMetricRequest'])[] | null;
      name: string;
      /** @description null: no plan */
      planned?: components['schemas']['PlannedRequest'] | null;
      primaryMetric?: string | null;
      /** @description Waiting scheduled starts run highest priority first */
      priority?: number | null;
      /** @description null: no schedule */
      schedule?: components['schemas']['ScheduleRequest'] | null;
      /** @description Condition that subjects must match; null: everybody */
      targeting?: components['schemas']['JsonObject'] | null;
      /** @description Percent of subjects taken; at most trafficMax, which is the default */
      traffic?: string | number | null;
      /** @description Percent of subjects that may be taken without another review; default 100 */
      trafficMax?: string | number | null;
      variants: components['schemas']['VariantRequest'][];
    };
    EditEventTypeRequest: {
      /** @description Confirms a new schema while live experiments count the type */
      confirm?: boolean | null;
      name?: string | null;
      /** @description JSON Schema (2020-12) of the properties; those marked "personal": true are validated, then dropped */
      schema?: components['schemas']['JsonObject'] | null;
    };
    EditExperimentRequest: {
      /** @description Attribute that is hashed, enrolled and analysed instead of the subject; null: the subject */
      bucketBy?: string | null;
      /** @description Conflict domain that its traffic takes slots of */
      conflictDomain?: string | null;
      description?: string | null;
      /** @description Attributes that results are sliced by. Fixed by the review: what is not declared cannot be sliced later */
      dimensions?: components['schemas']['DimensionRequest'][] | null;
      /**
       * @description Source of exposures; default explicit
       * @enum {string|null}
       */
      exposure?: 'explicit' | 'on_decide' | null;
      guardrails?: components['schemas']['GuardrailRequest'][] | null;
      hypothesis?: string | null;
      /** @description The complete list. A key alone leaves the role and margin of its metric as they are */
      metrics?: (string | components['schemas']['AttachedMetricRequest'])[] | null;
      name?: string | null;
      /** @description null: no plan */
      planned?: components['schemas']['PlannedRequest'] | null;
      primaryMetric?: string | null;
      /** @description Waiting scheduled starts run highest priority first */
      priority?: number | null;
      /** @description null: no schedule */
      schedule?: components['schemas']['ScheduleRequest'] | null;
      /** @description Condition that subjects must match; null: everybody */
      targeting?: components['schemas']['JsonObject'] | null;
      /** @description Percent of subjects taken; at most trafficMax, which is the default */
      traffic?: string | number | null;
      /** @description Percent of subjects that may be taken without another review; default 100 */
      trafficMax?: string | number | null;
      variants?: components['schemas']['VariantRequest'][] | null;
    };
    EditFlagRequest: {
      /** @description Whether client-side applications may ask for the flag */
      clientVisible?: boolean | null;
      default?: components['schemas']['JsonValue'] | null;
      defaultVariant?: string | null;
      description?: string | null;
      /** @description Texts, numbers and booleans by name; clients get them with decisions */
      metadata?: components['schemas']['JsonObject'] | null;
      /** @description A person or a team */
      owner?: string | null;
      tags?: string[] | null;
      /** @description Variants to add; existing ones keep their values */
      variants?: components['schemas']['JsonObject'] | null;
    };
    EditMetricRequest: {
      name: string;
    };
    Effect: {
      effect: number | null;
      lower: number | null;
      /** @description Standard error */
      se: number | null;
      /** @description Null, as `lower`: before burn-in */
      upper: number | null;
    };
    EffectPoint: {
      absolute: components['schemas']['Effect'];
      n: {
        control: number;
        treatment: number;
      };
      relative: components['schemas']['Effect'];
      /** Format: date-time */
      time: string;
    };
    EffectSeries: {
      control: string;
      metric: string;
      points: components['schemas']['EffectPoint'][];
      /** @enum {string} */
      reason?:
        | 'burn_in'
        | 'unbounded_interval'
        | 'quantile'
        | 'not_defined'
        | 'no_subjects'
        | 'one_subject'
        | 'no_variance'
        | 'control_mean_zero'
        | 'denominator_zero'
        | 'impossible_sums'
        | 'collapsed_bounds'
        | 'too_few_events';
      /** @enum {string} */
      state: 'ok' | 'not_computable';
      variant: string;
    };
    Environment: {
      key: string;
      name: string;
    };
    /** @description The rest of it are attributes */
    EvaluationContext:
      | ({
          /** @description Id of the subject */
          targetingKey?: string | null;
        } & {
          [key: string]: unknown;
        })
      | null;
    /**
     * @example {
     *       "events": [
     *         {
     *           "eventId": "6f1c",
     *           "eventType": "order_placed",
     *           "subjectId": "customer-1",
     *           "timestamp": "2026-01-31T12:00:00Z",
     *           "properties": {
     *             "amount": 49.9
     *           }
     *         }
     *       ]
     *     }
     */
    EventBatch: {
      events: components['schemas']['SentEvent'][];
      /**
       * Format: date-time
       * @description Time of sending, by the clock of the sender
       */
      sentAt?: string | null;
    };
    /** @description As the schema of the event type has them */
    EventProperties: {
      [key: string]: unknown;
    } | null;
    EventResult: {
      code?: string;
      eventId: string | null;
      message?: string;
      /** @enum {string} */
      status: 'accepted' | 'duplicate' | 'rejected';
      /** @description Of an accepted event: values that no metric can count */
      warnings?: components['schemas']['EventWarning'][];
    };
    EventType: {
      archived: boolean;
      exposure: boolean;
      key: string;
      name: string;
      received?: components['schemas']['ReceivedEvents'];
      requiresExposure: boolean;
      /** @description Number of the last change; for If-Match */
      revision: number;
      /** @description JSON Schema of the properties; null: takes any */
      schema: components['schemas']['JsonObject'] | null;
    };
    EventWarning: {
      /** @enum {string} */
      code: 'not_a_number';
      message: string;
      pointer: string;
    };
    Experiment: {
      addedAfterStart: string[];
      /** @description Attached after the draft */
      addedMetrics: string[];
      amendment: components['schemas']['Amendment'] | null;
      approvals: components['schemas']['Vote'][];
      /** @description All metrics, each with its role and margin */
      attached: components['schemas']['AttachedMetric'][];
      /** @description null: the subject */
      bucketBy: string | null;
      completedAt: string | null;
      conflictDomain: string | null;
      contentHash: string | null;
      copiedFrom: string | null;
      description: string;
      dimensions: components['schemas']['Dimension'][];
      disabledArms: string[];
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      draftedAt: string;
      environment: string;
      /** @enum {string} */
      exposure: 'explicit' | 'on_decide';
      flag: string;
      frozenAt: string | null;
      guardrails: components['schemas']['Guardrail'][];
      hypothesis: string;
      /** Format: uuid */
      id: string;
      key: string;
      /** @description Completed, and its owner is asked for a summary */
      learningAsked: boolean;
      liveHash: string | null;
      metrics: string[];
      metricVersions: {
        [key: string]: number;
      };
      name: string;
      outcome: components['schemas']['Outcome'] | null;
      owner: components['schemas']['Person'];
      pausedBy: {
        guardrail: string;
        /** Format: uuid */
        trigger: string;
      } | null;
      phase: number;
      planned: components['schemas']['Planned'] | null;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      primaryMetric: string | null;
      priority: number;
      /** @description Number of the last change; for If-Match */
      revision: number;
      run: number;
      runs: components['schemas']['Run'][];
      schedule: components['schemas']['Schedule'] | null;
      /** @description The semantics of the conditions beside it */
      semantics: number;
      startedAt: string | null;
      /** @enum {string} */
      status: 'draft' | 'in_review' | 'approved' | 'running' | 'paused' | 'completed' | 'rejected' | 'archived';
      /** @description null: not noted yet */
      summary: components['schemas']['Summary'] | null;
      tags: string[];
      /** @description null: everybody */
      targeting: components['schemas']['Condition'] | null;
      /** @description A decimal as text: exact */
      traffic: string;
      /** @description A decimal as text: exact */
      trafficMax: string;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      updatedAt: string;
      variants: components['schemas']['Variant'][];
      warnings: components['schemas']['Warning'][];
    };
    ExperimentPlan: {
      /** @description A decimal as text: exact */
      alpha: string;
      /** @description For a test that may be looked at every day */
      alwaysValid: components['schemas']['PlannedSize'] | null;
      baseline: components['schemas']['Baseline'];
      /** @description For a test that is looked at once */
      fixed: components['schemas']['PlannedSize'] | null;
      /** @description A decimal as text: exact */
      mde: string;
      metric: string;
      /** @description Subjects a day of late; null: not known */
      perDay: number | null;
      /** @enum {string} */
      perDayReason?: 'too_early' | 'nobody_came' | 'nothing_named';
      /** @description A decimal as text: exact */
      power: string;
      /** @enum {string} */
      reason?: 'control_mean_zero' | 'no_variance' | 'rate_out_of_range' | 'too_many_subjects';
      /** @enum {string} */
      state: 'ok' | 'unreachable';
      /** @description Of control first, of any scale */
      weights: number[];
    };
    ExperimentReference: {
      /** Format: uuid */
      id: string;
      key: string;
    };
    /**
     * @example {
     *       "flag": "checkout",
     *       "subjectId": "customer-1",
     *       "at": "2026-01-31T12:00:00Z"
     *     }
     */
    ExplainBody: {
      /**
       * Format: date-time
       * @description The time to decide at, now or in the past; default now
       */
      at?: string | null;
      attributes?: components['schemas']['Attributes'];
      /** @description Key of the flag */
      flag: string;
      /** @description Needed if something has to be bucketed */
      subjectId?: string | null;
    };
    Explanation: {
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      at: string;
      /** @description The experiment that decided or was asked */
      experiment: string | null;
      /** @description As asked for */
      flag: string;
      phase: number | null;
      /** @enum {string} */
      reason:
        | 'experiment_assigned'
        | 'rule_match'
        | 'rule_split'
        | 'default'
        | 'flag_not_found'
        | 'flag_disabled'
        | 'override'
        | 'experiment_paused'
        | 'not_targeted'
        | 'holdout'
        | 'experiment_conflict'
        | 'participation_limit'
        | 'traffic_excluded'
        | 'enrolment_frozen'
        | 'arm_disabled'
        | 'rolled_out'
        | 'rolled_back'
        | 'missing_subject'
        | 'prerequisite_failed'
        | 'error';
      steps: components['schemas']['DecisionStep'][];
      value: components['schemas']['Json'];
      /** @description null: there is no such flag */
      variant: string | null;
    };
    ExposureCounts: {
      doubleExposed: number;
      expired: number | null;
      servedAfter?: {
        [key: string]: number;
      };
      subjects: {
        [key: string]: number;
      };
      /** @description Events after completion. With `at` these three are null */
      tail: number | null;
      waiting: number | null;
    };
    Facet: {
      count: number;
      value: string;
    };
    /** @description The fixed test as of the planned end; before it `not_yet`, with how far the plan is */
    Fixed: components['schemas']['FixedResult'] | components['schemas']['FixedNotYet'];
    FixedNotYet: {
      days: number;
      planned: number | null;
      plannedDays: number | null;
      /** @enum {string} */
      state: 'not_yet';
      subjects: number;
    };
    FixedResult: {
      absolute: components['schemas']['Effect'];
      p: number | null;
      /** @enum {string} */
      reason?:
        | 'burn_in'
        | 'unbounded_interval'
        | 'quantile'
        | 'not_defined'
        | 'no_subjects'
        | 'one_subject'
        | 'no_variance'
        | 'control_mean_zero'
        | 'denominator_zero'
        | 'impossible_sums'
        | 'collapsed_bounds'
        | 'too_few_events';
      relative: components['schemas']['Effect'];
      /** @enum {string} */
      state: 'ok';
    };
    FlagWithPins: {
      archived: boolean;
      clientVisible: boolean;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      createdAt: string;
      default: components['schemas']['Json'];
      defaultVariant: string | null;
      description: string;
      enabled: boolean;
      environment: string;
      key: string;
      /** @description Begin of the hour in which it was last asked for by its key; null: not known to have been */
      lastEvaluatedAt: string | null;
      metadata: {
        [key: string]: string | number | boolean;
      };
      owner: string;
      pins: components['schemas']['Pin'][];
      /** @description All must hold, or the flag serves its default */
      requires: components['schemas']['Requirement'][];
      /** @description Number of the last change; for If-Match */
      revision: number;
      rules: components['schemas']['Rule'][];
      /** @description The semantics of the conditions beside it */
      semantics: number;
      tags: string[];
      /** @enum {string} */
      type: 'boolean' | 'string' | 'number' | 'json';
      variants: {
        [key: string]: components['schemas']['Json'];
      };
    };
    FromClients: {
      denominator: string | null;
      /** @description null: of a quantile */
      numerator: string | null;
      /** @description Of the exposed subjects; null: there are none */
      share: string | null;
      /** @description Below 0 where it exposed subjects of servers to a second variant */
      subjects: number;
    };
    Group: {
      archived: boolean;
      key: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
      /** @description The semantics of the conditions beside it */
      semantics?: number;
      /** @description Of a group that is a list */
      subjects?: string[];
      when?: components['schemas']['Condition'];
    };
    GroupMembersRequest: {
      /** @description Ids of subjects */
      subjects?: string[] | null;
      /** @description Condition that members match; it may not name a group */
      when?: components['schemas']['JsonObject'] | null;
    };
    Guardrail: components['schemas']['ThresholdGuardrail'] | components['schemas']['ComparisonGuardrail'];
    GuardrailBreach: {
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      at: string;
      run: number;
      /** @description A decimal as text: exact */
      threshold: string;
      /** Format: uuid */
      trigger: string;
      /** @description A decimal as text: exact */
      value: string;
      /** @description null: all variants pooled */
      variant: string | null;
    };
    GuardrailComparison: {
      /** @enum {string} */
      action: 'pause' | 'rollback' | 'disable_arm' | 'notify';
      guardrail: string;
      /** @description A decimal as text: exact */
      margin: string;
      metric: string;
      /** @enum {string} */
      sources: 'server' | 'all';
      /** @enum {string} */
      state: 'no_data' | 'healthy' | 'breached';
      treatments: {
        /** @description Of 'worse by more than the margin' in the current run: the greatest so far */
        eValue: number;
        variant: string;
      }[];
    };
    GuardrailLine: {
      /** @description True if the window had `minSample` exposed subjects */
      enough: boolean[];
      /** @description One for each time; null: no data in the window */
      values: (string | null)[];
      variant: string;
    };
    GuardrailRate: {
      /** @enum {string} */
      action: 'pause' | 'rollback' | 'disable_arm' | 'notify';
      /** @enum {string} */
      direction: 'lower_is_better' | 'higher_is_better';
      guardrail: string;
      metric: string;
      minSample: number;
      /** @enum {string} */
      per: 'event' | 'subject';
      /** @enum {string} */
      scope: 'any_variant' | 'treatments';
      /** @enum {string} */
      sources: 'server' | 'all';
      /** @enum {string} */
      state: 'no_data' | 'healthy' | 'breached';
      /** @description A decimal as text: exact */
      threshold: string;
      total: components['schemas']['Rate'] | null;
      variants: components['schemas']['Rate'][];
      windowFrom: string | null;
      /** @description Length of the window; null: since the last start or resume */
      windowMinutes: number | null;
      windowTo: string | null;
    };
    GuardrailRates: {
      asOf: string | null;
      comparisons: components['schemas']['GuardrailComparison'][];
      /** Format: uuid */
      experiment: string;
      items: components['schemas']['GuardrailRate'][];
      position: string | null;
    };
    GuardrailRequest: {
      /** @enum {string} */
      action: 'pause' | 'rollback' | 'disable_arm' | 'notify';
      /** @description Default: the metric's key */
      key?: string | null;
      /**
       * @description As answered; it follows from the scope
       * @enum {string|null}
       */
      kind?: 'threshold' | 'comparison' | null;
      /** @description For treatment_vs_control. Above 0 and below 1, relative to control: "0.02" is not worse than control by more than 2% */
      margin?: string | number | null;
      metric: string;
      /** @description With a threshold: exposed subjects that an arm needs within the window before it is judged; default 0 */
      minSample?: number | null;
      /**
       * @description With a threshold: the unit counted against it; default event
       * @enum {string|null}
       */
      per?: 'event' | 'subject' | null;
      /**
       * @description Arms that are judged; default any_variant. treatment_vs_control compares each treatment with control
       * @enum {string|null}
       */
      scope?: 'any_variant' | 'treatments' | 'treatment_vs_control' | null;
      /**
       * @description Whose telemetry is judged; default server. all: also that of client keys, which anybody can send
       * @enum {string|null}
       */
      sources?: 'server' | 'all' | null;
      /** @description A value beyond it is a breach, an equal value is not. Required unless the scope is treatment_vs_control */
      threshold?: string | number | null;
      /** @description With a threshold: minutes of the window; default 60; null: since the last start or resume */
      windowMinutes?: number | null;
    };
    GuardrailSeries: {
      /** @enum {string} */
      action: 'pause' | 'rollback' | 'disable_arm' | 'notify';
      asOf: string | null;
      /** @description The newest 100, oldest first */
      breaches: components['schemas']['GuardrailBreach'][];
      /** @enum {string} */
      direction: 'lower_is_better' | 'higher_is_better';
      /** @description False where subjects are counted: of windows before the end of a run they are an estimate */
      exact: boolean;
      /** Format: uuid */
      experiment: string;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      from: string;
      guardrail: string;
      metric: string;
      minSample: number;
      pauses: {
        /**
         * Format: date-time
         * @description ISO 8601, UTC
         */
        from: string;
        to: string | null;
      }[];
      /** @enum {string} */
      per: 'event' | 'subject';
      phases: {
        /**
         * Format: date-time
         * @description ISO 8601, UTC
         */
        from: string;
        phase: number;
        to: string | null;
      }[];
      runs: {
        /**
         * Format: date-time
         * @description ISO 8601, UTC
         */
        from: string;
        run: number;
        to: string | null;
      }[];
      /** @enum {string} */
      scope: 'any_variant' | 'treatments';
      /** @enum {string} */
      sources: 'server' | 'all';
      stepSeconds: number;
      /** @description A decimal as text: exact */
      threshold: string;
      /** @description Multiples of the step while the experiment ran, and the end of each run. A value is of the window that ended then */
      times: string[];
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      to: string;
      total: {
        /** @description True if the window had `minSample` exposed subjects */
        enough: boolean[];
        /** @description One for each time; null: no data in the window */
        values: (string | null)[];
      };
      variants: components['schemas']['GuardrailLine'][];
      /** @description Length of the window; null: since the last start or resume */
      windowMinutes: number | null;
    };
    Health: {
      checks: {
        [key: string]: 'up' | 'down';
      };
      decisions?: {
        ageSeconds: number;
        /** @enum {string} */
        from: 'memory' | 'file';
      };
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      staleSince?: string;
      /** @enum {string} */
      status: 'ready' | 'degraded' | 'down';
    };
    HealthCheck:
      | components['schemas']['SampleRatioCheck']
      | components['schemas']['DoubleExposureCheck']
      | components['schemas']['SilenceCheck'];
    Heterogeneity: {
      df: number | null;
      metric: string;
      p: number | null;
      /** @description Cochran's Q; null: fewer than two values are comparable */
      q: number | null;
      variant: string;
    };
    HistoryItem: {
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      at: string;
      by: components['schemas']['Author'];
      data: components['schemas']['JsonObject'];
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
      summary: string;
      type: string;
    };
    Holdout: {
      endAt: string | null;
      environment: string;
      /** @description null: all flags */
      flags: string[] | null;
      key: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
      /** @description A decimal as text: exact */
      share: string;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      startAt: string;
    };
    Inbox: {
      amendments: {
        items: components['schemas']['InboxAmendment'][];
        total: number;
      };
      decisions: {
        items: components['schemas']['InboxDecision'][];
        /** @description Own live experiments whose verdict was asked for: at most 20 */
        judged: number;
        total: number;
        /** @description Own live experiments whose verdict is not known here */
        unjudged: number;
      };
      learnings: {
        items: components['schemas']['InboxLearning'][];
        total: number;
      };
      reviews: {
        items: components['schemas']['InboxReview'][];
        total: number;
      };
      triggers: {
        items: components['schemas']['InboxTrigger'][];
        total: number;
      };
    };
    InboxAmendment: {
      /** @description True if the vote is on a completion against the verdict */
      completes: boolean;
      experiment: components['schemas']['InboxExperiment'];
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      openedAt: string;
      openedBy: {
        id: string;
        name: string;
      };
      required: number;
      votes: number;
    };
    InboxDecision: {
      experiment: components['schemas']['InboxExperiment'];
      verdict: {
        /** @enum {string} */
        kind: 'unhealthy' | 'harmful' | 'ship' | 'no_effect' | 'inconclusive' | 'keep_running';
        reasons: string[];
        variant: string | null;
      };
    };
    InboxExperiment: {
      flag: string;
      /** Format: uuid */
      id: string;
      key: string;
      name: string;
      owner: {
        id: string;
        name: string;
      };
      /** @enum {string} */
      status: 'draft' | 'in_review' | 'approved' | 'running' | 'paused' | 'completed' | 'rejected' | 'archived';
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      updatedAt: string;
    };
    InboxLearning: {
      completedAt: string | null;
      experiment: components['schemas']['InboxExperiment'];
    };
    InboxReview: {
      experiment: components['schemas']['InboxExperiment'];
      required: number;
      votes: number;
    };
    InboxTrigger: {
      /** @enum {string} */
      action: 'pause' | 'rollback' | 'disable_arm' | 'notify';
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      detectedAt: string;
      experiment: {
        /** Format: uuid */
        id: string;
        key: string;
        name: string;
      };
      guardrail: string;
      outcome: ('acted' | 'superseded' | 'refused') | null;
      /** @description A decimal as text: exact */
      threshold: string;
      /** Format: uuid */
      trigger: string;
      /** @description A decimal as text: exact */
      value: string;
      /** @description null: all variants pooled */
      variant: string | null;
    };
    Ingested: {
      accepted: number;
      duplicates: number;
      rejected: number;
      /** @description In the batch's order */
      results: components['schemas']['EventResult'][];
    };
    /** @description Any JSON value */
    Json: unknown;
    /** @description A JSON object of any shape */
    JsonObject: {
      [key: string]: unknown;
    };
    /** @description Any JSON value but null */
    JsonValue:
      | string
      | number
      | boolean
      | {
          [key: string]: unknown;
        }
      | unknown[];
    Learning: {
      archived: boolean;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      completedAt: string;
      environment: string;
      /** Format: uuid */
      experiment: string;
      flag: string;
      hypothesis: string;
      key: string;
      /** @description Its owner is asked for a summary */
      learningAsked: boolean;
      metrics: string[];
      name: string;
      /** @enum {string} */
      outcome: 'rollout' | 'rollback' | 'no_effect';
      owner: components['schemas']['Person'];
      startedAt: string | null;
      /** @description null: not noted yet */
      summary: components['schemas']['Summary'] | null;
      tags: string[];
      /** @description That the completion was against; null: none */
      verdict: ('unhealthy' | 'harmful' | 'ship' | 'no_effect' | 'inconclusive' | 'keep_running') | null;
      winner: string | null;
    };
    LearningFacets: {
      flag: components['schemas']['Facet'][];
      metric: components['schemas']['Facet'][];
      outcome: components['schemas']['Facet'][];
      tag: components['schemas']['Facet'][];
    };
    Learnings: {
      facets: components['schemas']['LearningFacets'];
      items: components['schemas']['Learning'][];
      /** @description `cursor` of the next page; null: none */
      nextCursor: string | null;
      total: number;
    };
    Lights: {
      guardrails: {
        breached: number;
        healthy: number;
        no_data: number;
      };
      /** @description As it was some seconds ago; null: not known yet, ask again */
      verdict: {
        /** @enum {string} */
        kind: 'unhealthy' | 'harmful' | 'ship' | 'no_effect' | 'inconclusive' | 'keep_running';
        variant: string | null;
      } | null;
    };
    LinkSubjectsRequest: {
      /** @description The earlier id of the subject, such as an anonymous id */
      from: string;
      /** @description The subject that it turned out to be */
      to: string;
    };
    ListedConflictDomain: {
      environment: string;
      key: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
    };
    ListedExperiment: {
      addedAfterStart: string[];
      /** @description Attached after the draft */
      addedMetrics: string[];
      amendment: components['schemas']['Amendment'] | null;
      approvals: components['schemas']['Vote'][];
      /** @description All metrics, each with its role and margin */
      attached: components['schemas']['AttachedMetric'][];
      /** @description null: the subject */
      bucketBy: string | null;
      completedAt: string | null;
      conflictDomain: string | null;
      contentHash: string | null;
      copiedFrom: string | null;
      description: string;
      dimensions: components['schemas']['Dimension'][];
      disabledArms: string[];
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      draftedAt: string;
      environment: string;
      /** @enum {string} */
      exposure: 'explicit' | 'on_decide';
      flag: string;
      frozenAt: string | null;
      guardrails: components['schemas']['Guardrail'][];
      hypothesis: string;
      /** Format: uuid */
      id: string;
      key: string;
      /** @description Completed, and its owner is asked for a summary */
      learningAsked: boolean;
      /** @description With `include=lights`; null: it has not run */
      lights?: components['schemas']['Lights'] | null;
      liveHash: string | null;
      metrics: string[];
      metricVersions: {
        [key: string]: number;
      };
      name: string;
      outcome: components['schemas']['Outcome'] | null;
      owner: components['schemas']['Person'];
      pausedBy: {
        guardrail: string;
        /** Format: uuid */
        trigger: string;
      } | null;
      phase: number;
      planned: components['schemas']['Planned'] | null;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      primaryMetric: string | null;
      priority: number;
      /** @description Number of the last change; for If-Match */
      revision: number;
      run: number;
      runs: components['schemas']['Run'][];
      schedule: components['schemas']['Schedule'] | null;
      /** @description The semantics of the conditions beside it */
      semantics: number;
      startedAt: string | null;
      /** @enum {string} */
      status: 'draft' | 'in_review' | 'approved' | 'running' | 'paused' | 'completed' | 'rejected' | 'archived';
      /** @description null: not noted yet */
      summary: components['schemas']['Summary'] | null;
      tags: string[];
      /** @description null: everybody */
      targeting: components['schemas']['Condition'] | null;
      /** @description A decimal as text: exact */
      traffic: string;
      /** @description A decimal as text: exact */
      trafficMax: string;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      updatedAt: string;
      variants: components['schemas']['Variant'][];
      warnings: components['schemas']['Warning'][];
    };
    ListedFlag: {
      archived: boolean;
      clientVisible: boolean;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      createdAt: string;
      default: components['schemas']['Json'];
      defaultVariant: string | null;
      description: string;
      enabled: boolean;
      environment: string;
      key: string;
      /** @description Begin of the hour in which it was last asked for by its key; null: not known to have been */
      lastEvaluatedAt: string | null;
      metadata: {
        [key: string]: string | number | boolean;
      };
      owner: string;
      /** @description All must hold, or the flag serves its default */
      requires: components['schemas']['Requirement'][];
      /** @description Number of the last change; for If-Match */
      revision: number;
      rules: components['schemas']['Rule'][];
      /** @description The semantics of the conditions beside it */
      semantics: number;
      tags: string[];
      /** @enum {string} */
      type: 'boolean' | 'string' | 'number' | 'json';
      variants: {
        [key: string]: components['schemas']['Json'];
      };
    };
    ListedGroup: {
      archived: boolean;
      key: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
      /** @description The semantics of the conditions beside it */
      semantics?: number;
      /** @description Number of subjects of a group that is a list */
      size?: number;
      when?: components['schemas']['Condition'];
    };
    Live: {
      /** @enum {string} */
      status: 'live';
    };
    LoginRequest: {
      /** Format: email */
      email: string;
      password: string;
    };
    MarginResult: {
      /** @description Evidence that the margin is violated */
      eValue: number;
      /** @description Evidence that the margin is kept */
      safeEValue: number;
      value: number;
      /** @enum {string} */
      verdict: 'safe' | 'violated' | 'undecided';
    };
    Measured: {
      /** @description A decimal as text: exact */
      denominator: string;
      numerator: string | null;
      value: string | null;
    };
    Metric: {
      /** @description No experiment may attach it any more */
      archived: boolean;
      /** @description A subject's sum counts up to it; null: all of it */
      cap: string | null;
      /** @enum {string} */
      direction: 'lower_is_better' | 'higher_is_better';
      key: string;
      /** @enum {string} */
      kind: 'ratio' | 'conversion' | 'count' | 'sum' | 'mean' | 'quantile';
      name: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
      rule: components['schemas']['MetricRule'];
      varianceReduction: {
        days: number;
      } | null;
      version: number;
    };
    MetricResult: {
      added_after_start?: boolean;
      /** @enum {string} */
      direction: 'lower_is_better' | 'higher_is_better';
      /** @enum {string} */
      kind: 'ratio' | 'conversion' | 'count' | 'sum' | 'mean' | 'quantile';
      metric: string;
      /** @description With `at`: values of quantiles are not kept by hour */
      notKept?: boolean;
      /** @description Earlier telemetry is not counted yet */
      replaying?: boolean;
      total: components['schemas']['TotalResult'];
      variants: components['schemas']['VariantResult'][];
      version: number;
    };
    MetricRule: {
      denominator?: components['schemas']['MetricRulePart'];
      denominatorEvent?: string;
      event?: string;
      numerator?: components['schemas']['MetricRulePart'];
      numeratorEvent?: string;
      property?: string;
      /** @description A decimal as text: exact */
      quantile?: string;
      /** @description The semantics of the conditions beside it */
      semantics?: number;
      where?: components['schemas']['Condition'];
    };
    MetricRulePart: {
      event: string;
      property?: string;
      where?: components['schemas']['Condition'];
    };
    MetricRulePartRequest: {
      /** @description Event type */
      event: string;
      /** @description The numeric property that is summed; absent: each counts 1 */
      property?: string | null;
      /** @description Condition on the event's own properties: other events do not count */
      where?: components['schemas']['JsonObject'] | null;
    };
    MetricRuleRequest: {
      /** @description ratio: instead of denominatorEvent */
      denominator?: components['schemas']['MetricRulePartRequest'] | null;
      /** @description ratio: event type counted in the denominator, or a part */
      denominatorEvent?: string | components['schemas']['MetricRulePartRequest'] | null;
      /** @description other kinds: event type that is counted */
      event?: string | null;
      /** @description ratio: instead of numeratorEvent */
      numerator?: components['schemas']['MetricRulePartRequest'] | null;
      /** @description ratio: event type counted in the numerator, or a part */
      numeratorEvent?: string | components['schemas']['MetricRulePartRequest'] | null;
      /** @description sum, mean, quantile: the numeric property */
      property?: string | null;
      /** @description quantile: above 0 and below 1, such as "0.95" */
      quantile?: string | number | null;
      /** @description Condition on the event's own properties: other events do not count */
      where?: components['schemas']['JsonObject'] | null;
    };
    Moments: {
      /** @description A decimal as text: exact */
      n: string;
      /** @description A decimal as text: exact */
      sx: string;
      /** @description A decimal as text: exact */
      sxx: string;
      /** @description A decimal as text: exact */
      sxy: string;
      /** @description A decimal as text: exact */
      sy: string;
      /** @description A decimal as text: exact */
      syy: string;
    };
    NewPasswordRequest: {
      password: string;
    };
    NotedLearning: {
      summary: components['schemas']['Summary'] | null;
      tags: string[];
    };
    NoteLearningRequest: {
      /** @description What was expected, what happened, what is done now */
      summary?:
        | string
        | {
            expected?: string;
            happened?: string;
            now?: string;
          }
        | null;
      /** @description Words to find it by */
      tags?: string[] | null;
    };
    NotificationRule: {
      destinations: string[];
      /** @description Empty: all */
      environments: string[];
      /** @description Empty: everything */
      events: (
        | 'guardrail_breached'
        | 'health_failing'
        | 'review_requested'
        | 'review_decided'
        | 'amendment_opened'
        | 'schedule_fired'
        | 'schedule_failed'
        | 'experiment_started'
        | 'experiment_resumed'
        | 'experiment_paused'
        | 'experiment_rolled_back'
        | 'experiment_completed'
        | 'still_served'
        | 'events_parked'
        | 'key_expiring'
        | 'flag_stale'
      )[];
      /** @description Empty: all */
      flags: string[];
      /** Format: uuid */
      id: string;
      name: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
      /** @enum {string} */
      severity: 'info' | 'warning' | 'critical';
      /** @description Tags of flags; empty: all flags */
      tags: string[];
    };
    Observation: {
      /** @description A decimal as text: exact */
      denominator: string;
      /** @description null: the value is no fraction */
      numerator: string | null;
      /** @description A decimal as text: exact */
      value: string;
      /** @description null: all variants pooled */
      variant: string | null;
    };
    /**
     * @example {
     *       "context": {
     *         "targetingKey": "customer-1",
     *         "country": "NL"
     *       }
     *     }
     */
    OfrepBody: {
      context?: components['schemas']['EvaluationContext'];
    };
    OfrepBulkEvaluation: {
      /** @description Absent for client keys, which poll */
      eventStreams?: {
        endpoint: {
          requestUri: string;
        };
        /** @enum {string} */
        type: 'sse';
      }[];
      flags: (components['schemas']['OfrepEvaluation'] | components['schemas']['OfrepFailure'])[];
    };
    OfrepEvaluation: {
      key: string;
      metadata: {
        [key: string]: string | number | boolean;
      };
      /** @enum {string} */
      reason: 'STATIC' | 'TARGETING_MATCH' | 'SPLIT' | 'DISABLED' | 'DEFAULT' | 'UNKNOWN';
      value: components['schemas']['Json'];
      variant: string | null;
    };
    OfrepFailure: {
      /** @enum {string} */
      errorCode: 'PARSE_ERROR' | 'TARGETING_KEY_MISSING' | 'INVALID_CONTEXT' | 'FLAG_NOT_FOUND' | 'GENERAL';
      errorDetails: string;
      key?: string;
    };
    Outcome: {
      askedBy?: components['schemas']['Person'];
      by: components['schemas']['Author'];
      comment: string | null;
      /** @enum {string} */
      kind: 'rollout' | 'rollback' | 'no_effect';
      /** @enum {string} */
      verdict?: 'unhealthy' | 'harmful' | 'ship' | 'no_effect' | 'inconclusive' | 'keep_running';
      winner: string | null;
    };
    Override: {
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      createdAt: string;
      createdBy: components['schemas']['Author'];
      endedAt: string | null;
      environment: string;
      /** @description The experiment whose arm it is; null: a variant of the flag */
      experiment: string | null;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      expiresAt: string;
      flag: string;
      group?: string;
      /** Format: uuid */
      id: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
      subject?: string;
      variant: string;
    };
    ParkedEvent: {
      error: string;
      /** Format: uuid */
      eventId: string;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      parkedAt: string;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      projection: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
      stream: string;
      type: string;
    };
    ParticipationConsequence: {
      /** @description Younger experiments, the oldest first, at most 50 */
      displaced: {
        experiment: {
          /** Format: uuid */
          id: string;
          key: string;
          name: string;
        };
        /** @description Percentage: of its subjects that would leave it */
        share: string;
        /** @description About so many, of the subjects that it took in 7 days; null: not known */
        subjects: number | null;
      }[];
      /** @description Percentage: of its own traffic that older experiments leave to it */
      kept: string;
      limit: number;
      /** @description Number of younger experiments that lose subjects */
      total: number;
    };
    ParticipationLimit: {
      environment: string;
      limit: number | null;
      /** @description Number of the last change; for If-Match */
      revision: number;
    };
    PasswordLink: {
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      expiresAt: string;
      /** @enum {string} */
      purpose: 'invitation' | 'reset';
      /** @description For `POST /v1/auth/invitations/{token}`, once. Null in the answer to a retry */
      token: string | null;
    };
    Person: {
      id: string;
      name: string;
    };
    Phase: {
      disabledArms: string[];
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      from: string;
      frozen: boolean;
      phase: number;
      to: string | null;
      /** @description A decimal as text: exact */
      traffic: string;
    };
    Pin: {
      /** Format: uuid */
      experiment: string;
      experimentKey: string;
      /** @enum {string} */
      kind: 'rollout' | 'rollback';
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      since: string;
      /** @description Audience of the experiment; null: everybody */
      targeting: components['schemas']['Condition'] | null;
      value: components['schemas']['Json'];
      variant: string;
    };
    PlanExperimentRequest: {
      /** @description The chance to find an effect where there is none; default "0.05" */
      alpha?: string | number | null;
      /** @description Arms, control among them; default 2 */
      arms?: number | null;
      /** @description What control is expected to be */
      baseline?: components['schemas']['BaselineRequest'] | null;
      /**
       * Format: uuid
       * @description An experiment: its control is the baseline, its exposures are the rate
       */
      experiment?: string | null;
      /** @description A flag whose exposures are the rate, at full traffic */
      flag?: string | null;
      /** @description The smallest effect that matters, relative to control; above 0 */
      mde: string | number;
      metric: string;
      /** @description The chance to find an effect of that size; default "0.8" */
      power?: string | number | null;
      /** @description Of control first; default equal ones */
      weights?: number[] | null;
    };
    Planned: {
      /** @description A decimal as text: exact */
      alpha: string;
      days?: number;
      /** @description The smallest effect that matters, relative to control */
      mde: string;
      /** @description A decimal as text: exact */
      power: string;
      /** @description Of all arms together; absent in a plan of days */
      subjects?: number;
    };
    PlannedRequest: {
      /** @description The chance to find an effect where there is none; default "0.05" */
      alpha?: string | number | null;
      /** @description Days from the start */
      days?: number | null;
      /** @description The smallest effect on the primary metric that matters, relative to control; above 0 */
      mde: string | number;
      /** @description The chance to find an effect of that size; default "0.8" */
      power?: string | number | null;
      /** @description Subjects of all arms together */
      subjects?: number | null;
    };
    PlannedSize: {
      /** @description At the recent rate; null: it is not known */
      days: number | null;
      /** @description Control first */
      perArm: number[];
      /** @description Subjects of all arms together */
      total: number;
    };
    PlanReport: {
      /** @description A decimal as text: exact */
      alpha: string;
      days: number | null;
      /** @description null: the rate is not known */
      daysLeft: number | null;
      /**
       * @description too_early: it started less than an hour ago. nobody_came: no exposure of late. nothing_named: no flag or experiment
       * @enum {string}
       */
      daysLeftReason?: 'too_early' | 'nobody_came' | 'nothing_named';
      /** @description A decimal as text: exact */
      mde: string;
      /** @description Subjects a day, of the last 7 days */
      perDay: number | null;
      /**
       * @description too_early: it started less than an hour ago. nobody_came: no exposure of late. nothing_named: no flag or experiment
       * @enum {string}
       */
      perDayReason?: 'too_early' | 'nobody_came' | 'nothing_named';
      /** @description A decimal as text: exact */
      power: string;
      reached: boolean;
      /** @description Days in which it ran */
      reachedDays: number;
      reachedSubjects: number;
      /** @description null: a plan of days */
      subjects: number | null;
    };
    /** @description Why a request was refused (RFC 9457) */
    Problem: {
      /**
       * @description Stable, for programs
       * @example validation_failed
       */
      code: string;
      /** @description Keys of the flags that require the flag */
      dependents?: string[];
      /** @example /key: this field is required */
      detail: string;
      errors?: {
        /** @example required */
        code: string;
        /** @example this field is required */
        detail: string;
        /**
         * @description JSON pointer into the body, or ?name of a parameter
         * @example /key
         */
        pointer: string;
      }[];
      /** @description Percent that a conflict domain has left */
      free?: string;
      /** @description Kinds of the reasons of that verdict */
      reasons?: string[];
      /** @description Percent of subjects that it takes from younger experiments */
      share?: string;
      /** @example 400 */
      status: number;
      /** @example Bad request */
      title: string;
      /** @example about:blank */
      type: string;
      /** @description Everything that uses the variant, in words */
      users?: string[];
      /** @description The verdict that a completion is against */
      verdict?: string;
    };
    Projections: {
      head: string | null;
      items: components['schemas']['ProjectionStatus'][];
      /** @description `cursor` of the next page; null: none */
      nextCursor: string | null;
      saga: components['schemas']['SagaProgress'];
    };
    ProjectionStatus: {
      handled: number;
      parked: number;
      position: string | null;
      projection: string;
      rebuild: {
        finishedAt: string | null;
        going: boolean;
        handled: number;
        startedAt: string | null;
      } | null;
      updatedAt: string | null;
    };
    Rate: {
      /** @description A decimal as text: exact */
      denominator: string;
      evidence: string | null;
      /** @description Distinct subjects exposed within the window */
      exposed: number;
      /** @description null: the value is no fraction */
      numerator: string | null;
      value: string | null;
      /** @description null: all variants pooled */
      variant: string | null;
    };
    ReceivedEvents: {
      accepted: number;
      /** @description Of the last event; null: none is known */
      lastAt: string | null;
      rejected: number;
    };
    RejectedEvent: {
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      at: string;
      code: string;
      /** @description JSON pointer into the event. `*` stands for a name that neither the event's fields nor the schema have */
      pointer: string;
    };
    RequestedDelivery: {
      /** Format: uuid */
      delivery: string;
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
    };
    RequestedOperation: {
      /** @description A place in the log. Of two, the later one sorts after the other */
      position: string;
      projection: string;
      /** @enum {string} */
      requested: 'projection_rebuild_requested' | 'parked_replay_requested';
    };
    Requirement: {
      flag: string;
      variant: string;
    };
    RequirementRequest: {
      /** @description Key of the required flag */
      flag: string;
      /** @description Variant of it that must be served; `default` for a flag with one plain value */
      variant: string;
    };
    Results: {
      asOf: string | null;
      comparisons: components['schemas']['Comparison'][];
      dimension?: components['schemas']['DimensionResult'];
      /** Format: uuid */
      experiment: string;
      exposure: components['schemas']['ExposureCounts'];
      health: components['schemas']['HealthCheck'][];
      metrics: components['schemas']['MetricResult'][];
      phase: number | 'all';
      /** @description null: the experiment has no plan */
      plan: components['schemas']['PlanReport'] | null;
      position: string | null;
      /** @enum {string} */
      statistics: 'sequential' | 'fixed' | 'bayesian';
      /** @enum {string} */
      status: 'draft' | 'in_review' | 'approved' | 'running' | 'paused' | 'completed' | 'rejected' | 'archived';
      /** @description null: with `at` */
      verdict: components['schemas']['Verdict'] | null;
    };
    ResumeExperimentRequest: {
      comment?: string | null;
      /**
       * Format: uuid
       * @description Id of the trigger that paused it; required after a guardrail's pause
       */
      trigger?: string | null;
    };
    Review: {
      amendment: components['schemas']['Amendment'] | null;
      contentHash: string | null;
      /** Format: uuid */
      experiment: string;
      items: components['schemas']['Vote'][];
      /** @description `cursor` of the next page; null: none */
      nextCursor: string | null;
      /** @enum {string} */
      status: 'draft' | 'in_review' | 'approved' | 'running' | 'paused' | 'completed' | 'rejected' | 'archived';
      warnings: components['schemas']['Warning'][];
    };
    ReviewPolicy: {
      /** @enum {string} */
      againstVerdict: 'comment' | 'second_vote';
      allowAnyApprover: boolean;
      environment: string;
      minApprovals: number;
      /** @description Number of the last change; for If-Match */
      revision: number;
    };
    Risk: {
      control: number;
      treatment: number;
    };
    RotateApiKeyRequest: {
      /** @description So long the old secret stays valid; default 1440, a day */
      overlapMinutes?: number | null;
    };
    RotateSecretRequest: {
      /** @description Hours for which the secret before signs, too; 24 by default */
      overlapHours?: number | null;
    };
    Rule: {
      name: string | null;
      /** @description A variant, or percents by variant */
      serve:
        | string
        | {
            split: {
              [key: string]: string;
            };
          };
      when: components['schemas']['Condition'];
    };
    RuleRequest: {
      /** @description A split keeps its bucketing as long as its rule keeps this name */
      name?: string | null;
      /** @description Name of a variant, or { "split": { <variant>: percent, … } } */
      serve: components['schemas']['JsonValue'];
      /** @description Condition that subjects must match; {} matches everybody */
      when: components['schemas']['JsonObject'];
    };
    Run: {
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      from: string;
      phase: number;
      run: number;
      to: string | null;
    };
    SagaProgress: {
      handled: number;
      parked: number;
      position: string | null;
      projection: string;
      updatedAt: string | null;
    };
    SampleRatioCheck: {
      /** @enum {string} */
      check: 'srm';
      /** @description Evidence that subjects do not split by the weights */
      eValue: number;
      split: {
        /** @description A decimal as text: exact */
        expected: string;
        observed: number;
        variant: string;
      }[];
      /** @enum {string} */
      state: 'ok' | 'failing' | 'not_enough_data';
      threshold: number;
    };
    Schedule: {
      startAt: string | null;
      stopAt: string | null;
    };
    ScheduleRequest: {
      /**
       * Format: date-time
       * @description Time of the start; if it is approved later, it starts on approval
       */
      startAt?: string | null;
      /**
       * Format: date-time
       * @description Time of the pause
       */
      stopAt?: string | null;
    };
    SentEvent: {
      /** @description Of the decision that the event follows from */
      decisionId?: string | null;
      /** @description Counts once: an event sent again is a duplicate */
      eventId: string;
      eventType: string;
      properties?: components['schemas']['EventProperties'];
      subjectId: string;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      timestamp: string;
    };
    Session: {
      key: {
        id: string;
        name: string;
      } | null;
      scopes: ('manage' | 'read' | 'decide' | 'ingest' | 'halt')[];
      user: {
        /** @description Roles in single environments; elsewhere `role` counts */
        environmentRoles: {
          [key: string]: 'viewer' | 'experimenter' | 'approver';
        };
        id: string;
        name: string;
        /** @enum {string} */
        role: 'viewer' | 'experimenter' | 'approver' | 'admin';
      } | null;
    };
    Sessions: {
      items: {
        /** @description True for the session that asks */
        current: boolean;
        /** @description What the browser calls itself */
        device: string;
        /**
         * Format: date-time
         * @description ISO 8601, UTC
         */
        endsAt: string;
        id: string;
        /**
         * Format: date-time
         * @description ISO 8601, UTC
         */
        seenAt: string;
        /**
         * Format: date-time
         * @description ISO 8601, UTC
         */
        startedAt: string;
        /** @enum {string} */
        via: 'password' | 'oidc' | 'key';
      }[];
    };
    SetApproverGroupRequest: {
      /** @description Ids of users */
      approvers: string[];
      minApprovals: number;
    };
    SetParticipationLimitRequest: {
      /** @description Maximum of live experiments per subject; null: no limit */
      limit: number | null;
    };
    SetReviewPolicyRequest: {
      /**
       * @description What a completion against the verdict takes: a comment that names it (default), for a rollout also a vote
       * @enum {string|null}
       */
      againstVerdict?: 'comment' | 'second_vote' | null;
      allowAnyApprover: boolean;
      minApprovals: number;
    };
    SignedOut: {
      /** @description The provider's page that ends its own session, too */
      signOutAt: string | null;
    };
    SignInMethods: {
      oidc: {
        name: string;
        start: string;
      } | null;
      password: boolean;
    };
    SignInRequest: {
      /** @description API key to sign in with */
      key: string;
    };
    SilenceCheck: {
      /** @enum {string} */
      check: 'silence';
      /** @description null: it does not run */
      quietMinutes: number | null;
      /** @enum {string} */
      state: 'ok' | 'failing' | 'not_enough_data';
      threshold: number;
    };
    SimilarExperiment: {
      archived: boolean;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      completedAt: string;
      environment: string;
      /** Format: uuid */
      experiment: string;
      flag: string;
      hypothesis: string;
      key: string;
      /** @description Its owner is asked for a summary */
      learningAsked: boolean;
      metrics: string[];
      name: string;
      /** @enum {string} */
      outcome: 'rollout' | 'rollback' | 'no_effect';
      owner: components['schemas']['Person'];
      /** @description The weightiest first */
      reasons: components['schemas']['SimilarityReason'][];
      /** @description Greater is more alike */
      score: number;
      startedAt: string | null;
      /** @description null: not noted yet */
      summary: components['schemas']['Summary'] | null;
      tags: string[];
      /** @description That the completion was against; null: none */
      verdict: ('unhealthy' | 'harmful' | 'ship' | 'no_effect' | 'inconclusive' | 'keep_running') | null;
      winner: string | null;
    };
    SimilarExperiments: {
      items: components['schemas']['SimilarExperiment'][];
      /** @description `cursor` of the next page; null: none */
      nextCursor: string | null;
    };
    SimilarityReason: {
      /** @enum {string} */
      kind: 'flag' | 'metrics' | 'tags' | 'words' | 'audience';
      shared: string[];
    };
    Snapshot: {
      environment: string;
      /** @description A reader refuses one that it does not know */
      format: number;
      keys: {
        decision: {
          id: string;
          proof: string;
        }[];
        subject: string;
      };
      snapshot: {
        conflictDomains: components['schemas']['SnapshotConflictDomain'][];
        flags: components['schemas']['SnapshotFlag'][];
        groups: components['schemas']['SnapshotGroup'][];
        holdouts: components['schemas']['SnapshotHoldout'][];
        participationLimit: number | null;
      };
      version: string;
    };
    SnapshotConflictDomain: {
      key: string;
      reservations: {
        /** Format: uuid */
        experiment: string;
        slots: [number, number][];
      }[];
      salt: string;
    };
    SnapshotDimension: {
      attribute: string;
      values: string[];
    };
    SnapshotExperiment: {
      bucketBy: string | null;
      conflictDomain: string | null;
      dimensions?: components['schemas']['SnapshotDimension'][];
      disabledArms: string[];
      enrolled: string | null;
      /** @enum {string} */
      exposure: 'explicit' | 'on_decide';
      /** Format: uuid */
      id: string;
      key: string;
      phase: number;
      salt: string;
      semantics?: number;
      /** @description Epoch milliseconds */
      startedAt: number;
      /** @enum {string} */
      status: 'running' | 'paused';
      targeting: components['schemas']['Condition'] | null;
      trafficBuckets: number;
      variants: {
        control: boolean;
        key: string;
        /** @description Exclusive end of a range of buckets */
        upTo: number;
        value: components['schemas']['Json'];
      }[];
    };
    SnapshotFlag: {
      clientVisible: boolean;
      defaultValue: components['schemas']['Json'];
      defaultVariant: string;
      enabled: boolean;
      experiment: components['schemas']['SnapshotExperiment'] | null;
      key: string;
      metadata: {
        [key: string]: string | number | boolean;
      };
      overrides: components['schemas']['SnapshotOverride'][];
      pins: components['schemas']['SnapshotPin'][];
      requires?: components['schemas']['SnapshotRequirement'][];
      rules: components['schemas']['SnapshotRule'][];
      /** @enum {string} */
      type: 'boolean' | 'string' | 'number' | 'json';
      variants: {
        [key: string]: components['schemas']['Json'];
      };
    };
    SnapshotGroup:
      | {
          key: string;
          /** @enum {string} */
          kind: 'list';
          subjects: string[];
        }
      | {
          key: string;
          /** @enum {string} */
          kind: 'condition';
          semantics?: number;
          when: components['schemas']['Condition'];
        };
    SnapshotHoldout: {
      endsAt: number | null;
      flags: string[] | null;
      key: string;
      salt: string;
      shareBuckets: number;
      /** @description Epoch milliseconds */
      startsAt: number;
    };
    SnapshotOverride: {
      experiment: {
        /** Format: uuid */
        id: string;
        key: string;
        phase: number;
      } | null;
      /** @description Epoch milliseconds */
      expiresAt: number;
      for:
        | {
            /** @enum {string} */
            kind: 'subject';
            subject: string;
          }
        | {
            group: string;
            /** @enum {string} */
            kind: 'group';
          };
      /** Format: uuid */
      id: string;
      value: components['schemas']['Json'];
      variant: string;
    };
    SnapshotPin: {
      /** Format: uuid */
      experimentId: string;
      experimentKey: string;
      /** @enum {string} */
      kind: 'rollout' | 'rollback';
      semantics?: number;
      /** @description Epoch milliseconds */
      startedAt: number;
      targeting: components['schemas']['Condition'] | null;
      value: components['schemas']['Json'];
      variant: string;
    };
    SnapshotRequirement: {
      flag: string;
      variant: string;
    };
    SnapshotRule: {
      name: string | null;
      semantics?: number;
      serve:
        | {
            /** @enum {string} */
            kind: 'variant';
            variant: string;
          }
        | {
            /** @enum {string} */
            kind: 'split';
            salt: string;
            shares: {
              /** @description Exclusive end of a range of buckets */
              upTo: number;
              variant: string;
            }[];
          };
      when: components['schemas']['Condition'];
    };
    SubjectLink: {
      from: string;
      /** @description True if the two are one subject; false if an earlier link of `from`, to another subject, counts */
      linked: boolean;
      to: string;
    };
    /** @description What an experiment taught, as it was written */
    Summary:
      | string
      | {
          expected: string;
          happened: string;
          now: string;
        };
    ThresholdGuardrail: {
      /** @enum {string} */
      action: 'pause' | 'rollback' | 'disable_arm' | 'notify';
      key: string;
      /** @enum {string} */
      kind: 'threshold';
      metric: string;
      minSample: number;
      /** @enum {string} */
      per: 'event' | 'subject';
      /** @enum {string} */
      scope: 'any_variant' | 'treatments';
      /** @enum {string} */
      sources: 'server' | 'all';
      /** @description A decimal as text: exact */
      threshold: string;
      /** @description Length of the window; null: since the last start or resume */
      windowMinutes: number | null;
    };
    TightenGuardrailRequest: {
      comment?: string | null;
      /** @description Key of the guardrail */
      guardrail: string;
      /** @description For treatment_vs_control: smaller than the current margin */
      margin?: string | number | null;
      /** @description For a guardrail with a threshold: stricter than the current one, by the metric's direction */
      threshold?: string | number | null;
    };
    Timeseries: {
      bucketSeconds: number;
      metric: string;
      points: {
        /**
         * Format: date-time
         * @description ISO 8601, UTC
         */
        time: string;
        variants: {
          [key: string]: components['schemas']['Measured'];
        };
      }[];
    };
    TotalResult: {
      /** @description A decimal as text: exact */
      denominator: string;
      numerator: string | null;
      subjects: number;
      value: string | null;
    };
    TransferExperimentRequest: {
      comment?: string | null;
      /**
       * Format: uuid
       * @description Id of the new owner
       */
      owner: string;
    };
    Trigger: {
      /** @enum {string} */
      action: 'pause' | 'rollback' | 'disable_arm' | 'notify';
      breached: components['schemas']['Observation'][];
      comparison: components['schemas']['ComparedBreach'] | null;
      /** @description A decimal as text: exact */
      denominator: string;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      detectedAt: string;
      /** @enum {string} */
      detectedBy: 'monitor' | 'sweep' | 'request';
      /** @description The counts of the value, in words */
      evidence: string;
      /** Format: uuid */
      experiment: string;
      guardrail: string;
      /** Format: uuid */
      id: string;
      metric: string;
      /** @description null: the value is no fraction */
      numerator: string | null;
      /** @description null: the action is not carried out yet */
      outcome: ('acted' | 'superseded' | 'refused') | null;
      run: number;
      split:
        | {
            /** @description A decimal as text: exact */
            expected: string;
            observed: number;
            variant: string;
          }[]
        | null;
      /** @description A decimal as text: exact */
      threshold: string;
      /** @description A decimal as text: exact */
      value: string;
      /** @description null: all variants pooled */
      variant: string | null;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      windowFrom: string;
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      windowTo: string;
    };
    UnattributedEvents: {
      events: number;
      eventType: string;
    };
    UsedApiKey: {
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      createdAt: string;
      createdBy: components['schemas']['Author'];
      environment: string;
      expiresAt: string | null;
      id: string;
      /** @enum {string} */
      kind: 'user' | 'service' | 'client';
      /** @description The hour of the last use; null: none is known */
      lastUsedAt: string | null;
      name: string;
      /** @description Of a client key: origins of the pages that may use it, or * for all; null for other kinds */
      origins: string[] | null;
      /** @description So long the secret before the rotation is valid */
      previousUntil: string | null;
      /** @description Number of the last change; for If-Match */
      revision: number;
      revoked: boolean;
      rotatedAt: string | null;
      scopes: ('manage' | 'read' | 'decide' | 'ingest' | 'halt')[];
      /** @description null: a service or client key, which acts for no user */
      userId: string | null;
    };
    User: {
      deactivated: boolean;
      email: string;
      /** @description Roles in single environments; elsewhere `role` counts */
      environmentRoles: {
        [key: string]: 'viewer' | 'experimenter' | 'approver';
      };
      /** @description Name and address are gone for good */
      forgotten: boolean;
      /** Format: uuid */
      id: string;
      name: string;
      /** @description Number of the last change; for If-Match */
      revision: number;
      /** @enum {string} */
      role: 'viewer' | 'experimenter' | 'approver' | 'admin';
    };
    VarianceReductionRequest: {
      /** @description Whole UTC days before the day of a subject's first exposure */
      days: number;
    };
    Variant: {
      control: boolean;
      key: string;
      value: components['schemas']['Json'];
      /** @description A decimal as text: exact */
      weight: string;
    };
    VariantRequest: {
      control?: boolean | null;
      key: string;
      /** @description Value that the variant serves; of the flag's type */
      value: components['schemas']['JsonValue'];
      /** @description Percent; all weights sum to exactly 100 */
      weight: string | number;
    };
    VariantResult: {
      /** @description A decimal as text: exact */
      denominator: string;
      fromClients?: components['schemas']['FromClients'];
      /** @description null: of a quantile */
      moments: components['schemas']['Moments'] | null;
      numerator: string | null;
      subjects: number;
      value: string | null;
      variant: string;
    };
    Verdict: {
      arms: components['schemas']['ArmVerdict'][];
      /** @enum {string} */
      kind: 'unhealthy' | 'harmful' | 'ship' | 'no_effect' | 'inconclusive' | 'keep_running';
      reasons: components['schemas']['VerdictReason'][];
      /** @description The treatment that the verdict is of */
      variant: string | null;
    };
    VerdictReason: {
      daysLeft?: number | null;
      guardrail?: string;
      /** @enum {string} */
      kind:
        | 'health'
        | 'margin_violated'
        | 'margin_undecided'
        | 'margins_safe'
        | 'primary_worse'
        | 'primary_better'
        | 'primary_undecided'
        | 'primary_not_computable'
        | 'no_primary_metric'
        | 'within_planned_mde'
        | 'plan_reached'
        | 'plan_not_reached'
        | 'no_plan'
        | 'completed_early';
      metric?: string;
      /** @enum {string} */
      problem?: 'sample_ratio_mismatch' | 'double_exposure' | 'silence';
    };
    Vote: {
      /**
       * Format: date-time
       * @description ISO 8601, UTC
       */
      at: string;
      by: components['schemas']['Person'];
      comment: string | null;
    };
    Warning: {
      /** @enum {string} */
      code:
        | 'control_not_status_quo'
        | 'control_without_weight'
        | 'same_value_arms'
        | 'no_traffic'
        | 'cannot_breach'
        | 'hair_trigger'
        | 'exposure_denominator'
        | 'stranger_could_trip'
        | 'no_margin'
        | 'underpowered'
        | 'similar_before';
      /** Format: uuid */
      experiment?: string;
      guardrail?: string;
      message: string;
      metric?: string;
    };
  };
  responses: never;
  parameters: {
    /** @description The environment to act in; default production. A service key acts in its own */
    environment: string;
  };
  requestBodies: never;
  headers: {
    /** @description With `at`: the place in the log of the last change that the answer has */
    'Assay-As-Of-Position': string;
    /** @description The place of the change in the log, for Assay-Min-Position */
    'Assay-Position': string;
    /** @description The revision, in quotes, for If-Match */
    ETag: string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  ServiceController_live: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Live'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ServiceController_ready: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
      /** @description It cannot serve */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ServiceController_prometheus: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Its text format */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OfrepController_listen: {
    parameters: {
      query: {
        /** @description As in the address that a bulk answer has */
        token: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Events that say when to evaluate again */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': string;
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OfrepController_evaluateAll: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
        /** @description The ETag of the answer that the client has */
        'If-None-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['OfrepBody'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OfrepBulkEvaluation'];
        };
      };
      /** @description Not modified */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description It cannot be evaluated */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OfrepFailure'];
        };
      };
    };
  };
  OfrepController_evaluate: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description `none`: no user sees the decision, so it is no exposure of an experiment that counts decisions as such */
        'Assay-Exposure'?: 'none';
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['OfrepBody'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OfrepEvaluation'];
        };
      };
      /** @description It cannot be evaluated */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OfrepFailure'];
        };
      };
    };
  };
  AccessQueriesController_keys: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
        /** @description Text that keys, names or descriptions contain */
        q?: string;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['UsedApiKey'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AccessController_createApiKey: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateApiKeyRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      201: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedCreatedApiKey'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AccessQueriesController_key: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UsedApiKey'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AccessController_revokeApiKey: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedApiKey'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  HistoriesController_apiKey: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['HistoryItem'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AccessController_rotateApiKey: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['RotateApiKeyRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedCreatedApiKey'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ReviewQueriesController_group: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: never;
      path: {
        ownerId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ApproverGroup'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ReviewsController_setGroup: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        ownerId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SetApproverGroupRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedApproverGroup'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AuditController_list: {
    parameters: {
      query?: {
        /** @description Id of the user or the service key */
        by?: string;
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description What was changed, as `<kind>:<id>`: `flag:checkout` */
        entity?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description `ndjson` and `csv` answer all matching entries, without pages */
        format?: 'json' | 'ndjson' | 'csv';
        /** @description Start of the time range */
        from?: string;
        /** @description The most items of one page */
        limit?: number;
        /** @description Words of the summary or the data */
        q?: string;
        /** @description End of the time range */
        to?: string;
        /** @description Type of the event */
        type?: string;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['AuditEntry'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
          'application/x-ndjson': string;
          'text/csv': string;
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AuditController_one: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        position: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuditEntry'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AuthController_accept: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The token of the link */
        token: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewPasswordRequest'];
      };
    };
    responses: {
      /** @description The password is set: sign in with it */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AuthController_login: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LoginRequest'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Session'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AuthController_logout: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SignedOut'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AuthController_methods: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SignInMethods'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OidcController_callback: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description To Assay; `signInProblem` in its query has the code of a failure */
      303: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OidcController_start: {
    parameters: {
      query?: {
        /** @description Path to open afterwards */
        returnTo?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description To the provider */
      303: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AuthController_changePassword: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangePasswordRequest'];
      };
    };
    responses: {
      /** @description Changed */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AuthController_list: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Sessions'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AuthController_end: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Ended */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ConflictDomainQueriesController_list: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
        /** @description Text that keys, names or descriptions contain */
        q?: string;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['ListedConflictDomain'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ConflictDomainsController_create: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateConflictDomainRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      201: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedListedConflictDomain'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ConflictDomainQueriesController_one: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ConflictDomain'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DecideController_decide: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description `none`: no user sees the decision, so it is no exposure of an experiment that counts decisions as such */
        'Assay-Exposure'?: 'none';
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DecideBody'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Decision'] | components['schemas']['Decisions'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExplainController_explain: {
    parameters: {
      query?: {
        /** @description A past time: the answer is what was true then */
        at?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ExplainBody'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Assay-As-Of-Position': components['headers']['Assay-As-Of-Position'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Explanation'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  EnvironmentQueriesController_list: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Environment'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  EnvironmentsController_add: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AddEnvironmentRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      201: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedEnvironment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  EnvironmentQueriesController_one: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: never;
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Environment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  EventTypeQueriesController_list: {
    parameters: {
      query?: {
        /** @description Only what is archived, or only the rest */
        archived?: boolean;
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
        /** @description Text that keys, names or descriptions contain */
        q?: string;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['EventType'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  EventTypesController_define: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DefineEventTypeRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      201: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedEventType'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  EventTypeQueriesController_one: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EventType'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  EventTypesController_edit: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['EditEventTypeRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedEventType'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  EventTypesController_archive: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['ArchiveEventTypeRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedEventType'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  HistoriesController_eventType: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['HistoryItem'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  EventTypeQueriesController_rejected: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: never;
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['RejectedEvent'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  EventTypesController_restore: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedEventType'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TelemetryController_record: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description Keys of flags that the sender has evaluated by itself, with commas between them */
        'Assay-Evaluated-Flags'?: string;
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
        'Content-Encoding'?: 'gzip' | 'identity';
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['EventBatch'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Ingested'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExperimentQueriesController_list: {
    parameters: {
      query?: {
        /** @description A past time: the answer is what was true then */
        at?: string;
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description Key of a flag */
        flag?: string;
        /** @description `lights`: the states of guardrails, and the verdict as it was some seconds ago */
        include?: 'lights';
        /** @description Key of the experiment */
        key?: string;
        /** @description The most items of one page */
        limit?: number;
        /** @description The owner: of flags the name, of experiments the id of the user */
        owner?: string;
        /** @description Text that keys, names or descriptions contain */
        q?: string;
        /** @description By creation (default), last change or start, the newest first; by name; or by state, live ones first */
        sort?: 'created' | 'updated' | 'started' | 'name' | 'state';
        /** @description Status of the experiment, or several with commas between them */
        status?: string;
        /** @description A tag of what was learnt */
        tag?: string;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Assay-As-Of-Position': components['headers']['Assay-As-Of-Position'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['ListedExperiment'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExperimentsController_draft: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DraftExperimentRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      201: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExperimentQueriesController_one: {
    parameters: {
      query?: {
        /** @description A past time: the answer is what was true then */
        at?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Assay-As-Of-Position': components['headers']['Assay-As-Of-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Experiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExperimentsController_deleteDraft: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The deletion is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Deleted'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExperimentsController_edit: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['EditExperimentRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LiveChangesController_amend: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['AmendExperimentRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LifecycleController_approve: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['CommentRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LifecycleController_archive: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['CommentRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LifecycleController_complete: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CompleteExperimentRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ConsequencesController_read: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description Percentage, as a decimal */
        traffic?: string;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Consequences'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExperimentsController_copy: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CopyExperimentRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      201: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LiveChangesController_disableArm: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DisableArmRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LiveChangesController_freezeEnrolment: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['CommentRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  GuardrailQueriesController_rates: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GuardrailRates'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExperimentsController_attachGuardrail: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['GuardrailRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  GuardrailSeriesController_series: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description Start of the time range */
        from?: string;
        /** @description The most points of a line */
        points?: number;
        /** @description End of the time range */
        to?: string;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        id: string;
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GuardrailSeries'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  GuardrailsController_checkOne: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CheckedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExperimentQueriesController_history: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['HistoryItem'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LifecycleController_noteLearning: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['NoteLearningRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExperimentsController_attachMetric: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AttachMetricRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LifecycleController_pause: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['CommentRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExperimentQueriesController_phases: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Phase'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LifecycleController_reject: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['CommentRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LifecycleController_requestChanges: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['CommentRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LifecycleController_restore: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['CommentRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ResultsController_results: {
    parameters: {
      query?: {
        /** @description A past time: results as they were at the beginning of its hour */
        at?: string;
        /** @description Key of a dimension of the experiment: adds the comparisons within its values */
        dimension?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description `csv` answers a table */
        format?: 'json' | 'csv';
        /** @description A number, `current`, or `all` (default) */
        phase?: string;
        /** @description How intervals are made: always-valid (`sequential`, the default), `fixed` or `bayesian` */
        statistics?: 'sequential' | 'fixed' | 'bayesian';
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Results'];
          'text/csv': string;
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ResultsController_series: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description `csv` answers a table */
        format?: 'json' | 'csv';
        /** @description Key of a metric */
        metric?: string;
        /** @description Key of a treatment; may be left out if there is one */
        variant?: string;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EffectSeries'];
          'text/csv': string;
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LifecycleController_resume: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['ResumeExperimentRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ExperimentQueriesController_reviews: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Review'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LifecycleController_start: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['CommentRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LifecycleController_submit: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['CommentRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LiveChangesController_tightenGuardrail: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TightenGuardrailRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ResultsController_timeseries: {
    parameters: {
      query?: {
        /** @description Seconds of one point: a multiple of 10, at most 30 days */
        bucket?: number;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description Start of the time range */
        from?: string;
        /** @description Key of a metric */
        metric?: string;
        /** @description End of the time range */
        to?: string;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Timeseries'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LiveChangesController_changeTraffic: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeTrafficRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LifecycleController_transfer: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TransferExperimentRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  GuardrailQueriesController_triggers: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Trigger'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LifecycleController_withdraw: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['CommentRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedExperiment'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  PlanningController_plan: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PlanExperimentRequest'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExperimentPlan'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FlagQueriesController_list: {
    parameters: {
      query?: {
        /** @description Only what is archived, or only the rest */
        archived?: boolean;
        /** @description A past time: the answer is what was true then */
        at?: string;
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
        /** @description The owner: of flags the name, of experiments the id of the user */
        owner?: string;
        /** @description Text that keys, names or descriptions contain */
        q?: string;
        /** @description Only flags that exist for so many days and were not asked for in them: `30d`. Archived ones are left out */
        stale?: string;
        /** @description One of the tags */
        tag?: string;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Assay-As-Of-Position': components['headers']['Assay-As-Of-Position'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['ListedFlag'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FlagsController_create: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateFlagRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      201: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedFlag'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FlagQueriesController_one: {
    parameters: {
      query?: {
        /** @description A past time: the answer is what was true then */
        at?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Assay-As-Of-Position': components['headers']['Assay-As-Of-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FlagWithPins'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FlagsController_edit: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['EditFlagRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedEditedFlag'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FlagsController_archive: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedFlag'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FlagQueriesController_dependents: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['DependentFlag'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FlagsController_disable: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedFlag'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FlagsController_enable: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedFlag'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  HistoriesController_flag: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['HistoryItem'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FlagsController_adoptPin: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        experiment: string;
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedFlagAfterPin'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FlagsController_liftPin: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        experiment: string;
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedFlagAfterPin'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FlagPrerequisitesController_replaceRequires: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RequirementRequest'][];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedFlag'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FlagsController_restore: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedFlag'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FlagsController_replaceRules: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RuleRequest'][];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedFlag'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FlagPrerequisitesController_removeVariant: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
        variant: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedFlag'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  GroupQueriesController_list: {
    parameters: {
      query?: {
        /** @description Only what is archived, or only the rest */
        archived?: boolean;
        /** @description A past time: the answer is what was true then */
        at?: string;
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
        /** @description Text that keys, names or descriptions contain */
        q?: string;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Assay-As-Of-Position': components['headers']['Assay-As-Of-Position'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['ListedGroup'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  GroupsController_create: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateGroupRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      201: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedGroup'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  GroupQueriesController_one: {
    parameters: {
      query?: {
        /** @description A past time: the answer is what was true then */
        at?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Assay-As-Of-Position': components['headers']['Assay-As-Of-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Group'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  GroupsController_replace: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['GroupMembersRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedGroup'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  GroupsController_change: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['ChangeGroupSubjectsRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedGroup'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  GroupsController_archive: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedGroup'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  HistoriesController_group: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['HistoryItem'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  GroupsController_restore: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedGroup'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  GuardrailsController_checkAll: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Checked'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  HoldoutQueriesController_list: {
    parameters: {
      query?: {
        /** @description A past time: the answer is what was true then */
        at?: string;
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
        /** @description Text that keys, names or descriptions contain */
        q?: string;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Assay-As-Of-Position': components['headers']['Assay-As-Of-Position'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Holdout'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  HoldoutsController_create: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateHoldoutRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      201: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedHoldout'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  HoldoutQueriesController_one: {
    parameters: {
      query?: {
        /** @description A past time: the answer is what was true then */
        at?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Assay-As-Of-Position': components['headers']['Assay-As-Of-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Holdout'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  HoldoutsController_change: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeHoldoutRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedHoldout'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  HoldoutsController_end: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedHoldout'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  HistoriesController_holdout: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['HistoryItem'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  InboxController_read: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Inbox'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LearningsController_list: {
    parameters: {
      query?: {
        /** @description Only where a summary is asked for, or only the rest */
        asked?: boolean;
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description Key of a flag */
        flag?: string;
        /** @description `markdown` answers all that match as one document, without pages */
        format?: 'json' | 'markdown';
        /** @description The most items of one page */
        limit?: number;
        /** @description Key of a metric */
        metric?: string;
        /** @description Outcome of the completion */
        outcome?: 'rollout' | 'rollback' | 'no_effect';
        /** @description Id of the owner */
        owner?: string;
        /** @description Words of hypotheses, summaries, names and comments: "quoted", or, -without */
        q?: string;
        /** @description A tag of the experiment */
        tag?: string;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Learnings'];
          'text/markdown': string;
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LearningsController_similar: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description Id of an experiment */
        experiment?: string;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SimilarExperiments'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  MetricQueriesController_list: {
    parameters: {
      query?: {
        /** @description Only what is archived, or only the rest */
        archived?: boolean;
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
        /** @description Text that keys, names or descriptions contain */
        q?: string;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Metric'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  MetricsController_define: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DefineMetricRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      201: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedMetric'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  MetricQueriesController_one: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Metric'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  MetricsController_rename: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['EditMetricRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedMetric'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  MetricsController_archive: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedMetric'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  HistoriesController_metric: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['HistoryItem'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  MetricsController_restore: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedMetric'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  MetricsController_addVersion: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AddMetricVersionRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      201: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedMetric'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  NotificationQueriesController_deliveries: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description Id of a destination of notifications */
        destination?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description Id of an experiment */
        experiment?: string;
        /** @description Start of the time of the intent */
        from?: string;
        /** @description The most items of one page */
        limit?: number;
        /** @description Id of a rule of notifications */
        rule?: string;
        /** @description State of the delivery */
        status?: 'waiting' | 'sending' | 'delivered' | 'failed' | 'in_digest';
        /** @description End of the time of the intent */
        to?: string;
        /** @description Kind of the delivery */
        type?:
          | 'guardrail_breached'
          | 'health_failing'
          | 'review_requested'
          | 'review_decided'
          | 'amendment_opened'
          | 'schedule_fired'
          | 'schedule_failed'
          | 'experiment_started'
          | 'experiment_resumed'
          | 'experiment_paused'
          | 'experiment_rolled_back'
          | 'experiment_completed'
          | 'still_served'
          | 'events_parked'
          | 'key_expiring'
          | 'flag_stale'
          | 'test'
          | 'digest';
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Delivery'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  NotificationQueriesController_delivery: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Delivery'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DeliveriesController_resend: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RequestedDelivery'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  NotificationQueriesController_destinations: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
        /** @description Text that keys, names or descriptions contain */
        q?: string;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Destination'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DestinationsController_add: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AddDestinationRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      201: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedDestinationWithSecret'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  NotificationQueriesController_destination: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Destination'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DestinationsController_remove: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The deletion is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Deleted'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DestinationsController_change: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['ChangeDestinationRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedDestination'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DestinationsController_disable: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedDestination'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DestinationsController_enable: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedDestination'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DestinationsController_rotate: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['RotateSecretRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedDestinationWithSecret'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DestinationsController_test: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RequestedDelivery'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  NotificationQueriesController_rules: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
        /** @description Text that keys, names or descriptions contain */
        q?: string;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['NotificationRule'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  NotificationRulesController_add: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AddNotificationRuleRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      201: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedNotificationRule'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  NotificationQueriesController_rule: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NotificationRule'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  NotificationRulesController_remove: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The deletion is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Deleted'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  NotificationRulesController_change: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['ChangeNotificationRuleRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedNotificationRule'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OperationQueriesController_parked: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['ParkedEvent'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OperationQueriesController_projections: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Projections'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OperationsController_rebuild: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RequestedOperation'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OperationsController_replayParked: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RequestedOperation'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  UnattributedController_list: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['UnattributedEvents'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OverrideQueriesController_list: {
    parameters: {
      query?: {
        /** @description A past time: the answer is what was true then */
        at?: string;
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description Key of a flag */
        flag?: string;
        /** @description The most items of one page */
        limit?: number;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Assay-As-Of-Position': components['headers']['Assay-As-Of-Position'];
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Override'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OverridesController_create: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateOverrideRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      201: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedOverride'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OverrideQueriesController_one: {
    parameters: {
      query?: {
        /** @description A past time: the answer is what was true then */
        at?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'Assay-As-Of-Position': components['headers']['Assay-As-Of-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Override'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OverridesController_end: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedOverride'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ParticipationLimitQueriesController_one: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ParticipationLimit'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ParticipationLimitController_set: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SetParticipationLimitRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedParticipationLimit'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ReviewQueriesController_policy: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReviewPolicy'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ReviewsController_setPolicy: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SetReviewPolicyRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedReviewPolicy'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  SessionController_current: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Session'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  SessionController_signIn: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SignInRequest'];
      };
    };
    responses: {
      /** @description Signed in: the answer sets the cookie */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  SessionController_signOut: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Signed out */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  SnapshotController_snapshot: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
        /** @description The ETag of the answer that the client has */
        'If-None-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Snapshot'];
        };
      };
      /** @description Not modified */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  SnapshotController_stream: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Events with the version of the snapshot */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': string;
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  LiveStreamController_open: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description Id of an experiment */
        experiment?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Events `experiment`, `trigger` and `rates`; their data are an Experiment, a Trigger, GuardrailRates */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': string;
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  SubjectLinksController_link: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LinkSubjectsRequest'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SubjectLink'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AccessQueriesController_users: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
        /** @description Text that keys, names or descriptions contain */
        q?: string;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['User'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AccessController_addUser: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AddUserRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      201: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedUser'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AccessQueriesController_user: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['User'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AccessController_changeUser: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['ChangeUserRequest'];
      };
    };
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedUser'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AccessController_deactivate: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedDeactivatedUser'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ForgettingController_forget: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedUser'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  HistoriesController_user: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
        /** @description The most items of one page */
        limit?: number;
      };
      header?: {
        /** @description The answer includes everything up to this position: waits up to 5 s, else 503 */
        'Assay-Min-Position'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['HistoryItem'][];
            /** @description `cursor` of the next page; null: none */
            nextCursor: string | null;
            total: number;
          };
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AccessController_invite: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PasswordLink'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AccessController_reactivate: {
    parameters: {
      query?: {
        /** @description The environment to act in; default production. A service key acts in its own */
        environment?: components['parameters']['environment'];
      };
      header?: {
        /** @description A retry with the same key gets the first answer and changes nothing more; with another body it gets 422 */
        'Idempotency-Key'?: string;
        /** @description The revision that the change is based on, in quotes; 412 if there is a newer one */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The change is durable */
      200: {
        headers: {
          'Assay-Position': components['headers']['Assay-Position'];
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedUser'];
        };
      };
      /** @description The request was refused, or cannot be served now (503 with Retry-After) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
}
