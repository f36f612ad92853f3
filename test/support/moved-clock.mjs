// Loaded into an app before anything else: its clock goes as far ahead as a file says, in milliseconds.
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
