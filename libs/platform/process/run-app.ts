import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig, type Config } from '../config.js';
import { describeFailure } from './describe-failure.js';
import { HealthChecks } from '../monitoring/health.js';
import { findListenAddress, listenFailure, urlOf, type ListenAddress } from './listening.js';
import { createLogger, type Logger } from '../logging/logger.js';

const SHUTDOWN_TIMEOUT_MS = 15_000;
const READY_TIMEOUT_MS = 60_000;
const COMPLETE_TIMEOUT_MS = 3_000;
// Under npm, one Ctrl-C arrives twice (from the terminal and from npm). Only a later signal forces the exit.
const IMPATIENT_MS = 1_000;

/** The inputs of an app's start. */
export interface Launch {
  readonly config: Config;
  readonly logger: Logger;
  /** Registers a function to call at the end, or after a failed start: last in, first out. */
  readonly closeLater: (close: () => Promise<void>) => void;
}

export interface RunningApp {
  readonly app: NestFastifyApplication;
  /** The lines to print on standard output once the app serves at this URL. */
  readonly announce: (url: string) => readonly string[];
}

export interface AppName {
  readonly name: string;
  readonly defaultPort: number;
}

/** Starts an app, prints its URL, and stops it cleanly on SIGINT or SIGTERM. */
export async function runApp(
  { name, defaultPort }: AppName,
  start: (launch: Launch) => Promise<RunningApp>,
): Promise<void> {
  const closers: (() => Promise<void>)[] = [];
  let logger: Logger | undefined;
  let ending: Ending | undefined;
  try {
    const startedAt = performance.now();
    const config = readConfig(process.env, defaultPort);
    logger = createLogger(name, config.logLevel, config.logFormat);
    logger.info({ host: config.host, port: config.port, node: process.version }, 'starting');
    const at = await findListenAddress(config);
    ending = new Ending(name, logger, closers);
    ending.onSignal();
    const { app, announce } = await start({ config, logger, closeLater: (close) => closers.push(close) });
    const url = await listen(app, at);
    await untilServing(app);
    // After a signal during the start, the app says that it stops, not that it is ready.
    if (ending.hasBegun) return;
    logger.info({ url, ms: Math.round(performance.now() - startedAt) }, 'ready');
    process.stdout.write(`${announce(url).join('\n')}\n`);
  } catch (error) {
    // Errors after a signal come from closing, and are no failure.
    if (!ending?.hasBegun) await fail(name, error, logger, closers);
  }
}

async function listen(app: NestFastifyApplication, at: ListenAddress): Promise<string> {
  try {
    await app.listen(at.port, at.host);
  } catch (error) {
    throw listenFailure(error, at);
  }
  const address = app.getHttpServer().address();
  return urlOf(address !== null && typeof address === 'object' ? address : { ...at, address: at.host });
}

/** Waits until the app is ready, so that a request right after 'ready' is answered. A degraded app waits less. */
async function untilServing(app: NestFastifyApplication): Promise<void> {
  const health = app.get(HealthChecks);
  const startedAt = performance.now();
  for (;;) {
    const { status } = await health.ask();
    const patience = status === 'down' ? READY_TIMEOUT_MS : COMPLETE_TIMEOUT_MS;
    if (status === 'ready' || performance.now() - startedAt > patience) return;
    await sleep(20);
  }
}

async function fail(
  name: string,
  error: unknown,
  logger: Logger | undefined,
  closers: (() => Promise<void>)[],
): Promise<never> {
  process.stderr.write(`${name} cannot start: ${describeFailure(error)}\n`);
  setTimeout(() => process.exit(1), SHUTDOWN_TIMEOUT_MS).unref();
  await closeAll(closers).catch((failure: unknown) => logger?.error({ err: failure }, 'stopping failed'));
  process.exit(1);
}

/** Closes in reverse order, because a later resource can use an earlier one. */
async function closeAll(closers: (() => Promise<void>)[]): Promise<void> {
  for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close();
}

/** The shutdown of an app after a signal. */
class Ending {
  private since: number | undefined;

  constructor(
    private readonly name: string,
    private readonly logger: Logger,
    private readonly closers: (() => Promise<void>)[],
  ) {}

  get hasBegun(): boolean {
    return this.since !== undefined;
  }

  onSignal(): void {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => this.begin(signal));
  }

  private begin(signal: NodeJS.Signals): void {
    if (this.since === undefined) {
      this.since = performance.now();
      void this.stop(signal, this.since);
    } else if (performance.now() - this.since > IMPATIENT_MS) process.exit(130);
  }

  private async stop(signal: NodeJS.Signals, since: number): Promise<void> {
    process.stdout.write(`${this.name} stops…\n`);
    this.logger.info({ signal }, 'shutdown begins');
    const timer = setTimeout(() => {
      process.stderr.write(`${this.name} did not stop in time\n`);
      process.exit(1);
    }, SHUTDOWN_TIMEOUT_MS);
    try {
      await closeAll(this.closers);
    } catch (error) {
      this.logger.error({ err: error }, 'stopping failed');
      process.exitCode = 1;
    }
    clearTimeout(timer);
    this.logger.info({ ms: Math.round(performance.now() - since) }, 'shutdown is complete');
    process.stdout.write(`${this.name} has stopped\n`);
    process.exit();
  }
}
