import { afterAll, beforeAll, describe } from '@jest/globals';
import { buildOlder, OLDER_COMMIT, whyNoOlderBuild, type OlderBuild } from './older-build.js';
import { describeOneByOne } from './one-by-one.js';
import { describeProjectorLast } from './projector-last.js';
import { describeReplacedStandalone } from './replaced-standalone.js';

const why = whyNoOlderBuild();
const suite = why === undefined ? describe : describe.skip;

suite(`a build of ${OLDER_COMMIT}, and this one${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let older: OlderBuild | undefined;

  beforeAll(async () => {
    older = await buildOlder();
  }, 600_000);
  afterAll(() => older?.remove());

  const root = (): string => {
    if (!older) throw new Error('the older build is made before all');
    return older.root;
  };
  describeReplacedStandalone(root);
  describeOneByOne(root);
  describeProjectorLast(root);
});
