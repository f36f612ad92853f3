import {
  ErrorCode,
  OpenFeatureEventEmitter,
  ProviderEvents,
  type EvaluationContext,
  type JsonValue,
  type Provider,
  type ResolutionDetails,
  type TrackingEventDetails,
} from '@openfeature/server-sdk';
import { createDecisionSigner, type DecisionSigner } from '../../../libs/decision-ids/index.js';
import {
  flagInstants,
  withDependents,
  type FlagType,
  type Json,
  type SnapshotDocument,
} from '../../../libs/evaluation/index.js';
import { Instants } from '../../../libs/platform/instants.js';
import { AssayApi, AssayError } from './assay-api.js';
import { changedFlags, configurationOf, keysProblem, UnusableSnapshot, type Configuration } from './configuration.js';
import { EvaluatedFlags } from './evaluated-flags.js';
import type { AssayProviderOptions } from './options.js';
import { failure, resolve } from './resolve.js';
import { settingsOf, type Settings } from './settings.js';
import { SnapshotSync } from './snapshot-sync.js';
import { Start } from './start.js';
import { Reporter } from './reporter.js';
import type { TelemetryCounts } from './telemetry-counts.js';
import { TelemetryQueue } from './telemetry-queue.js';

/**
 * Decides Assay's flags in this process, as the server does, without a request. While the server cannot be reached, it
 * decides from the last snapshot and emits `PROVIDER_STALE`.
 */
export class AssayProvider implements Provider {
  readonly metadata = { name: 'assay' } as const;
  readonly runsOn = 'server';
  readonly events = new OpenFeatureEventEmitter();
  private readonly settings: Settings;
  private readonly api: AssayApi;
  private readonly signer: DecisionSigner;
  private readonly queue: TelemetryQueue;
  private readonly reporter: Reporter;
  private readonly evaluated: EvaluatedFlags;
  private configuration: Configuration | undefined;
  private sync: SnapshotSync | undefined;
  private start = new Start();
  private isStale = false;
  private toldOfKeys: string | undefined;
  /** Times at which decisions change without an event: overrides end, holdouts start and end. */
  private readonly instants = new Instants({ now: () => new Date() }, () =>
    this.configuration ? flagInstants(this.configuration.document.snapshot) : [],
  );

  /** @throws Error that names the invalid option */
  constructor(options: AssayProviderOptions) {
    this.settings = settingsOf(options);
    this.api = new AssayApi(this.settings);
    this.signer = createDecisionSigner(this.settings.decisionKeys);
    this.queue = new TelemetryQueue((events, signal) => this.api.record(events, signal), this.settings);
    this.reporter = new Reporter(this.queue, this.settings.digest);
    this.evaluated = new EvaluatedFlags((flags, signal) => this.api.evaluated(flags, signal));
  }

  /** The counts of exposures and tracked events by outcome. */
  get telemetry(): TelemetryCounts {
    return this.queue.counts;
  }

  /** Waits for the first snapshot. @throws Error if none comes in time; retries go on in the background */
  async initialize(): Promise<void> {
    if (this.sync && this.configuration) return;
    this.sync ??= this.startSync();
    await this.start.within(this.settings.startTimeoutMs);
  }

  /** Stops, and sends the waiting events and the last report of evaluated flags within `closeTimeoutMs`. */
  async onClose(): Promise<void> {
    const { sync } = this;
    this.sync = undefined;
    this.instants.stop();
    await sync?.stop();
    const { closeTimeoutMs } = this.settings;
    await Promise.all([this.queue.close(closeTimeoutMs), this.evaluated.close(closeTimeoutMs)]);
  }

  async resolveBooleanEvaluation(
    flagKey: string,
    defaultValue: boolean,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<boolean>> {
    return this.resolved(flagKey, 'boolean', defaultValue, context);
  }

  async resolveStringEvaluation(
    flagKey: string,
    defaultValue: string,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<string>> {
    return this.resolved(flagKey, 'string', defaultValue, context);
  }

  async resolveNumberEvaluation(
    flagKey: string,
    defaultValue: number,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<number>> {
    return this.resolved(flagKey, 'number', defaultValue, context);
  }

  async resolveObjectEvaluation<T extends JsonValue>(
    flagKey: string,
    defaultValue: T,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<T>> {
    const details = this.resolved(flagKey, 'json', defaultValue, context);
    // A copy, because the caller may change it.
    return { ...details, value: structuredClone(details.value) };
  }

  /** Reports an event of this type for the context's targeting key; the details are its properties. */
  track(trackingEventName: string, context: EvaluationContext, trackingEventDetails: TrackingEventDetails): void {
    this.reporter.track(trackingEventName, context.targetingKey, trackingEventDetails ?? {}, Date.now());
  }

  private resolved<T>(
    flagKey: string,
    type: FlagType,
    defaultValue: T,
    context: EvaluationContext,
  ): ResolutionDetails<T> {
    const { configuration, signer, settings } = this;
    if (!configuration) {
      return { value: defaultValue, ...failure(ErrorCode.PROVIDER_NOT_READY, 'there is no snapshot yet') };
    }
    const now = Date.now();
    const found = resolve(configuration, { signer, digest: settings.digest }, flagKey, type, context, now);
    if (configuration.flags.has(flagKey)) this.evaluated.note(flagKey, now);
    if (!found.ok) return { value: defaultValue, ...found.failure };
    const { evaluation, exposure } = found;
    if (exposure && settings.exposes) this.reporter.expose(exposure.decision, exposure.decisionId, now);
    const { reason, variant, metadata } = evaluation;
    const value = valueOfType<T>(evaluation.value);
    return { value, reason, ...(variant !== null && { variant }), flagMetadata: metadata };
  }

  /** Starts to keep the snapshot current. */
  private startSync(): SnapshotSync {
    this.start = new Start();
    const listener = {
      loaded: (document: SnapshotDocument): void => this.load(document),
      confirmed: (): void => this.beCurrent(),
      lost: (error: unknown): void => this.beStale(error),
    };
    const sync = new SnapshotSync(this.api, listener, this.settings.pollIntervalMs);
    sync.start();
    this.instants.start((flagsChanged) => {
      const flags = this.configuration?.document.snapshot.flags ?? [];
      this.events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged: [...withDependents(flags, flagsChanged)] });
    });
    return sync;
  }

  private load(document: SnapshotDocument): void {
    const before = this.configuration;
    const after = configurationOf(document, this.settings);
    const problem = keysProblem(after, this.settings);
    // A provider that already decides takes the snapshot anyway: a rollback must arrive, even if telemetry is lost.
    if (problem !== undefined && !before) throw new UnusableSnapshot(problem);
    this.configuration = after;
    this.instants.changed();
    this.instants.wait();
    this.tellOfKeys(problem);
    const flagsChanged = before ? changedFlags(before, after) : [];
    if (flagsChanged.length > 0) this.events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged });
  }

  private tellOfKeys(problem: string | undefined): void {
    if (problem !== undefined && problem !== this.toldOfKeys) {
      this.events.emit(ProviderEvents.Error, { message: `${problem}: its telemetry will be refused` });
    } else if (problem === undefined && this.toldOfKeys !== undefined) this.events.emit(ProviderEvents.Ready);
    this.toldOfKeys = problem;
  }

  private beCurrent(): void {
    // The SDK itself emits Ready after a start, unless the start failed before.
    if (this.start.succeed() === 'late' || this.isStale) this.events.emit(ProviderEvents.Ready);
    this.isStale = false;
  }

  private beStale(error: unknown): void {
    const isHopeless = error instanceof UnusableSnapshot || (error instanceof AssayError && error.isLasting);
    this.start.fail(error, isHopeless && !this.configuration);
    if (!this.configuration) return;
    if (this.isStale) return;
    this.isStale = true;
    const message = error instanceof Error ? error.message : String(error);
    this.events.emit(ProviderEvents.Stale, { message });
  }
}

/** The cast is safe: the flag has the wanted type, and all values of a flag have its type. */
const valueOfType = <T>(value: Json): T => value as T;
