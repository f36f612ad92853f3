import { laterOf, type Position } from '../event-store/index.js';

/** The last position that a command of this process wrote: what every later query of it must have seen. */
export class Watermark {
  private last: Position | undefined;

  get position(): Position | undefined {
    return this.last;
  }

  advance(position: Position): void {
    this.last = laterOf(this.last, position);
  }
}
