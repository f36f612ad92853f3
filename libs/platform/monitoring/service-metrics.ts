import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { RouteDurations } from './route-durations.js';

/** Metrics of the service itself, for Prometheus at `/metrics`. */
export class ServiceMetrics {
  private readonly registry = new Registry();

  private readonly durations = new RouteDurations(
    'assay_http_request_duration_seconds',
    'Time to answer requests, by route and status',
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
  ).registerAt(this.registry);

  /** Decisions since the last scrape: finding a counter by its labels is slow, so it is updated only at a scrape. */
  private readonly decidedSince = new Map<string, { count: number }>();

  private readonly decisions = new Counter({
    name: 'assay_decisions_total',
    help: 'Decisions, by reason',
    labelNames: ['reason'],
    registers: [this.registry],
    collect: () => this.countDecisions(),
  });

  readonly telemetry = new Counter({
    name: 'assay_telemetry_events_total',
    help: 'Telemetry events, by answer',
    labelNames: ['status'],
    registers: [this.registry],
  });

  readonly exposures = new Counter({
    name: 'assay_decision_exposures_total',
    help: 'Exposures on decide, by outcome: recorded or dropped',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  readonly projected = new Gauge({
    name: 'assay_projection_events_handled',
    help: 'Events that a projection has handled since it was built',
    labelNames: ['projection'],
    registers: [this.registry],
  });

  readonly caughtUp = new Gauge({
    name: 'assay_projection_caught_up',
    help: '1 while a projection is at the end of the log',
    labelNames: ['projection'],
    registers: [this.registry],
  });

  readonly parked = new Gauge({
    name: 'assay_projection_events_parked',
    help: 'Events that a projection has parked: alert on any',
    labelNames: ['projection'],
    registers: [this.registry],
  });

  readonly failures = new Gauge({
    name: 'assay_projection_failures',
    help: 'Consecutive failed attempts of a projection; 0 while it works',
    labelNames: ['projection'],
    registers: [this.registry],
  });

  readonly overdueActions = new Gauge({
    name: 'assay_guardrail_actions_overdue',
    help: 'Guardrail breaches without an action within 10 seconds: alert on any',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    // Starts at 0, because an alert on a missing metric would never fire.
    for (const outcome of ['recorded', 'dropped']) this.exposures.inc({ outcome }, 0);
  }

  /** Records the duration of an answer, in seconds. @param route method and path, such as 'POST /v1/decide' */
  answered(route: string, status: number, seconds: number): void {
    this.durations.note(route, status, seconds);
  }

  /** All metrics in Prometheus's text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  decided(reason: string, count = 1): void {
    const since = this.decidedSince.get(reason);
    if (since === undefined) this.decidedSince.set(reason, { count });
    else since.count += count;
  }

  private countDecisions(): void {
    for (const [reason, { count }] of this.decidedSince) this.decisions.inc({ reason }, count);
    this.decidedSince.clear();
  }
}
