import type { Bin } from '../../measurement/index.js';
import { groupedBy } from '../../primitives/grouped.js';
import type { Instant } from '../series/instants.js';
import type { PiecesAsked, PieceSum } from './series-rows.js';

type BinSum = PieceSum<number> & { readonly bin: number };

/** The bins of each arm's sketch in a window that moves on from instant to instant. */
export class SlidingBins {
  private readonly byPlace: ReadonlyMap<number, readonly BinSum[]>;
  private readonly bins = new Map<string, Map<number, number>>();
  /** Places of the pieces that are in the window: the first one, and the one after the last. */
  private first = 0;
  private next = 0;

  constructor(
    private readonly asked: Pick<PiecesAsked, 'pieces'>,
    rows: readonly BinSum[],
  ) {
    this.byPlace = groupedBy(rows, ({ place }) => place);
  }

  /** The window of this instant, which is later than the one before. */
  moveTo({ run, since, until }: Instant): void {
    const { pieces } = this.asked;
    for (; this.next < pieces.length; this.next += 1) {
      const piece = pieces[this.next];
      if (piece === undefined || piece.run > run || (piece.run === run && piece.until > until)) break;
      this.add(this.next, 1);
    }
    for (; this.first < this.next; this.first += 1) {
      const piece = pieces[this.first];
      if (piece === undefined || (piece.run === run && piece.since >= since)) break;
      this.add(this.first, -1);
    }
  }

  of(variant: string): readonly Bin[] {
    const bins = this.bins.get(variant) ?? new Map<number, number>();
    return [...bins].map(([bin, values]) => ({ bin, values }));
  }

  private add(place: number, sign: 1 | -1): void {
    for (const { variant, bin, sum } of this.byPlace.get(place) ?? []) {
      const own = this.bins.get(variant) ?? new Map<number, number>();
      this.bins.set(variant, own);
      const values = (own.get(bin) ?? 0) + sign * sum;
      if (values === 0) own.delete(bin);
      else own.set(bin, values);
    }
  }
}
