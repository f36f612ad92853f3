import type { Part } from '../figure.js';
import { CONNECTIONS, loadFigure, sideBySide, type Target } from '../support/http-load.js';
import { startNode } from '../support/node-process.js';
import { startStandalone, type Standalone } from '../support/standalone.js';
import { createWorld, decideFor, startExperiment, type World } from '../support/world.js';

const SUBJECTS = 1_000;
const FLOOR = 0.55;

/** Authenticated decisions of an experiment over HTTP, against a bare node:http server that says hello. */
export const decidePart: Part = async (postgres, tell) => {
  const app = await startStandalone(postgres);
  const hello = await startNode('compiled/bench/hello-server.js', {});
  try {
    const decisions = await decisionsOf(app, await createWorld(app.admin));
    const rounds = await sideBySide(decisions, { server: hello }, tell);
    return [loadFigure(`\`POST /v1/decide\`, ${CONNECTIONS} connections`, rounds, FLOOR)];
  } finally {
    await hello.stop();
    await app.stop();
  }
};

/** Decisions of one experiment, each for another subject. */
export async function decisionsOf(server: Standalone, world: World): Promise<Target> {
  const { flag } = await startExperiment(world, 'decide', { threshold: '0.5', action: 'rollback' });
  await decideFor(world, flag, 'subject-0');
  return {
    server,
    requests: Array.from({ length: SUBJECTS }, (_, index) => ({
      method: 'POST',
      path: '/v1/decide',
      headers: { authorization: `Bearer ${world.product.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ flag, subjectId: `subject-${index}`, attributes: { country: 'NL', plan: 'free' } }),
    })),
  };
}
