import { describeKills } from './kills.js';

// All 20: npm run test:long.
describeKills(6);
