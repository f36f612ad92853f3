// Loaded into an app before anything else: moves its clock ahead by the milliseconds in a file.
import { readFileSync } from 'node:fs';

const file = process.env['TEST_CLOCK_FILE'] ?? '';
const SystemDate = Date;

const now = () => SystemDate.now() + Number(readFileSync(file, 'utf8'));

globalThis.Date = class Date extends SystemDate {
  /** @param {any[]} given */
  constructor(...given) {
    // The overloads of the original take it from here.
    // @ts-ignore
    super(...(given.length === 0 ? [now()] : given));
  }

  static now() {
    return now();
  }
};
