import { describeReports } from './reports-equal.js';

describeReports(1_000);
