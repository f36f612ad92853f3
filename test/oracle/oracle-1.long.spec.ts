import { describeReports } from './reports-equal.js';

// A quarter of 1,000 logs: each waits for its database most of the time, so four files are faster than one.
describeReports({ cases: 250, seed: 2 });
