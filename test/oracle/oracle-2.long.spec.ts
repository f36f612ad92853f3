import { describeReports } from './reports-equal.js';

describeReports({ cases: 250, seed: 3 });
