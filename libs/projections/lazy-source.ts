import type { DataSource } from 'typeorm';

/** A data source that the first use opens. A failed opening is forgotten, so that the next use tries again. */
export class LazySource {
  private opened: Promise<DataSource> | undefined;

  constructor(private readonly open: () => Promise<DataSource>) {}

  readonly get = (): Promise<DataSource> => {
    this.opened ??= this.open().catch((error: unknown) => {
      this.opened = undefined;
      throw error;
    });
    return this.opened;
  };

  async close(): Promise<void> {
    const source = await this.opened?.catch(() => undefined);
    await source?.destroy();
  }
}
