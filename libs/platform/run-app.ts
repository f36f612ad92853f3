import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreMisconfigured } from '../event-store/index.js';
import { InvalidConfig } from './config.js';
import { HealthChecks } from './health.js';
import type { Logger } from './logger.js';

const SHUTDOWN_TIMEOUT_MS = 15_000;
const READY_TIMEOUT_MS = 60_000;
const COMPLETE_TIMEOUT_MS = 3_000;
// Under npm one Ctrl-C arrives twice, from the terminal and from npm; only a later one is impatience.
const IMPATIENT_MS = 1_000;

export interface RunningApp {
  readonly app: NestFastifyApplication;
  readonly logger: Logger;
  readonly port: number;
  /** What to close after the application, in order. */
  readonly closeAfter: readonly (() => Promise<void>)[];
  /** Printed on standard output once it listens at this address. */
  readonly announce: (url: string) => readonly string[];
}

/** Starts an app, says where it listens, and ends it cleanly on SIGINT or SIGTERM. */
export async function runApp(name: string, start: () => Promise<RunningApp>): Promise<void> {
  try {
    const running = await start();
    await running.app.listen(running.port, '0.0.0.0');
    await untilServing(running.app);
    const address = running.app.getHttpServer().address();
    const port = address !== null && typeof address === 'object' ? address.port : running.port;
    // Before it says that it is ready: whoever reads that may end it at once.
    onSignal(() => stop(name, running));
    process.stdout.write(`${running.announce(`http://localhost:${port}`).join('\n')}\n`);
  } catch (error) {
    process.stderr.write(`${name} cannot start: ${describeFailure(error)}\n`);
    process.exit(1);
  }
}

/** Says 'ready' only once it is: whoever starts it and asks at once is answered. What it can do without gets less time. */
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

function onSignal(end: () => Promise<void>): void {
  let endingSince: number | undefined;
  const once = (): void => {
    if (endingSince === undefined) {
      endingSince = performance.now();
      void end();
    } else if (performance.now() - endingSince > IMPATIENT_MS) process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // The embedded PostgreSQL's package would stop its server at once, before anything has drained.
    process.removeAllListeners(signal);
    process.on(signal, once);
  }
}

async function stop(name: string, { app, logger, closeAfter }: RunningApp): Promise<void> {
  process.stdout.write(`${name} stops…\n`);
  const timer = setTimeout(() => {
    process.stderr.write(`${name} did not stop in time\n`);
    process.exit(1);
  }, SHUTDOWN_TIMEOUT_MS);
  try {
    await app.close();
    for (const close of closeAfter) await close();
  } catch (error) {
    logger.error({ err: error }, 'stopping failed');
    process.exitCode = 1;
  }
  clearTimeout(timer);
  process.stdout.write(`${name} has stopped\n`);
  process.exit();
}

function describeFailure(error: unknown): string {
  if (error instanceof InvalidConfig || error instanceof EventStoreMisconfigured) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
