import { setMaxListeners } from 'node:events';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { ApiKey } from '../../libs/access/index.js';
import { AccessView } from '../../libs/access/http.js';
import type { EventStore } from '../../libs/event-store/index.js';
import { Scheduler } from '../../libs/experiments/scheduler.js';
import { FlagUseTable } from '../../libs/flags/read-model/index.js';
import { Monitor } from '../../libs/guardrails/monitor.js';
import { GuardrailCounts, sagaProgress } from '../../libs/guardrails/read-model/index.js';
import { ActionSweep, OVERDUE_MS } from '../../libs/guardrails/action-sweep.js';
import { OpenTriggers } from '../../libs/guardrails/open-triggers.js';
import { GuardrailSaga } from '../../libs/guardrails/saga-process.js';
import { NotificationWork } from '../../libs/notifications/projector-work.js';
import { NOTIFICATIONS } from '../../libs/notifications/read-model/index.js';
import { CLOCK, type Clock } from '../../libs/platform/clock.js';
import { CommandRunner } from '../../libs/event-sourcing/command-runner.js';
import { CONFIG, type Config } from '../../libs/platform/config.js';
import { HealthChecks } from '../../libs/platform/monitoring/health.js';
import { LOGGER, type Logger } from '../../libs/platform/logging/logger.js';
import { EVENT_STORE } from '../../libs/event-sourcing/module.js';
import { SealedTexts } from '../../libs/platform/sealed-text.js';
import { ServiceMetrics } from '../../libs/platform/monitoring/service-metrics.js';
import { Watermark } from '../../libs/event-sourcing/watermark.js';
import {
  Lease,
  LiveView,
  ManagementReadModel,
  MeasurementReadModel,
  OperationRequests,
  ProjectionSupervisor,
  StatusTable,
  type ProjectionDefinition,
  type Reactor,
} from '../../libs/projections/index.js';
import { managementDefinition, measurementDefinition, notificationsDefinition } from '../../libs/read-models/index.js';
import { CountingThread } from './counting-thread.js';

const GAUGES_EVERY_MS = 1_000;
const MOST_LISTENERS = 30;

/** The work of the process that holds the projector's lease. */
@Injectable()
export class ProjectorService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stopping = new AbortController();
  private readonly requests = new OperationRequests();
  private readonly triggers: OpenTriggers;
  private readonly status: StatusTable;
  private readonly lease: Lease;
  private working: Promise<void> | undefined;
  private projections: readonly (ProjectionSupervisor | CountingThread)[] = [];
  private gauges: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly commands: CommandBus,
    private readonly metrics: ServiceMetrics,
    private readonly management: ManagementReadModel,
    private readonly measurement: MeasurementReadModel,
    private readonly schedules: Scheduler,
    private readonly seals: SealedTexts,
    private readonly access: AccessView,
    health: HealthChecks,
    live: LiveView,
  ) {
    this.status = new StatusTable(this.url);
    this.lease = new Lease(this.url, 'projector', logger);
    this.triggers = new OpenTriggers(() => clock.now().getTime());
    live.feed([this.requests, this.triggers]);
    health.add(
      { name: 'projections', vital: false, check: () => this.isHealthy() },
      { name: 'parked_events', vital: false, check: () => this.projections.every((each) => !each.progress?.parked) },
      { name: 'guardrail_actions', vital: false, check: () => this.triggers.olderThan(OVERDUE_MS).length === 0 },
    );
  }

  onApplicationBootstrap(): void {
    this.working = this.work();
    this.gauges = setInterval(() => this.showProgress(), GAUGES_EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.gauges);
    await this.working;
    await this.status.close();
  }

  /** True while standing by, or while every projection is at the end of the log. */
  private isHealthy(): boolean {
    if (this.projections.length === 0) return this.lease.standsBy;
    return this.projections.every(({ progress }) => progress?.caughtUp ?? false);
  }

  private get url(): string {
    return this.config.databaseUrl ?? '';
  }

  private async work(): Promise<void> {
    await this.lease.hold((held) => this.project(held), this.stopping.signal);
  }

  private async project(signal: AbortSignal): Promise<void> {
    // Each part of the work listens for the end of the lease.
    setMaxListeners(MOST_LISTENERS, signal);
    await this.status.create();
    // A watermark of its own, because no caller waits to read the system's writes.
    const runner = new CommandRunner(this.store, new Watermark());
    const counts = new GuardrailCounts(this.measurement.source);
    const monitor = new Monitor(runner, counts, this.clock, this.logger, this.config.guardrails);
    const acting = new GuardrailSaga(runner, this.commands, this.clock, this.logger);
    const saga = GuardrailSaga.definition(() => acting);
    const sweep = new ActionSweep(this.triggers, acting, this.logger);
    const notifications = this.notifications(runner);
    await notifications.prepare();
    this.schedules.onRefused((schedule, reason) => notifications.watches.scheduleRefused(schedule, reason));
    const supervise = (definition: ProjectionDefinition, reactor?: Reactor): ProjectionSupervisor =>
      new ProjectionSupervisor(this.store, this.url, definition, this.status, this.requests, this.logger, reactor);
    this.projections = [
      supervise(managementDefinition),
      this.counting(monitor),
      supervise(saga),
      supervise(notificationsDefinition(this.clock), notifications.reactor),
    ];
    try {
      await Promise.all([
        monitor.run(signal),
        sweep.run(signal),
        this.schedules.run(signal),
        notifications.run(signal),
        ...this.projections.map((projection) => projection.run(signal)),
      ]);
    } finally {
      this.projections = [];
    }
  }

  private notifications(runner: CommandRunner): NotificationWork {
    const { config, url, store, seals, clock, logger, access } = this;
    const projections = [managementDefinition.name, measurementDefinition.name, sagaProgress.name, NOTIFICATIONS];
    const keys = (): readonly ApiKey[] => access.saved().keys;
    const flagUses = new FlagUseTable(this.management.source, () => clock.now());
    return new NotificationWork({ config, url, store, runner, seals, clock, logger, projections, keys, flagUses });
  }

  private counting(reactor: Monitor): CountingThread {
    const { eventStoreUrl = this.url, streamPrefix, logLevel, logFormat } = this.config;
    const work = { databaseUrl: this.url, eventStoreUrl, streamPrefix, logLevel, logFormat };
    return new CountingThread(work, measurementDefinition.name, this.requests, reactor, this.logger);
  }

  private showProgress(): void {
    for (const { name, progress } of this.projections) {
      this.metrics.projected.labels(name).set(progress?.handled ?? 0);
      this.metrics.caughtUp.labels(name).set(progress?.caughtUp ? 1 : 0);
      this.metrics.parked.labels(name).set(progress?.parked ?? 0);
      this.metrics.failures.labels(name).set(progress?.failures ?? 0);
    }
    this.metrics.overdueActions.set(this.triggers.olderThan(OVERDUE_MS).length);
  }
}
