import { describeReports } from './reports-equal.js';

// All 1,000 logs: npm run test:long.
describeReports(200);
