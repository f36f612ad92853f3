import { describeReports } from './reports-equal.js';

// 1,000 more logs: npm run test:long.
describeReports({ cases: 100, seed: 1 });
