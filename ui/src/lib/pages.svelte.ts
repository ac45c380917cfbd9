/** Rows that are asked for at once: far more than a window shows, so that they are here before they come into view. */
const SIZE = 100;
const KEPT = 12;
const AT_ONCE = 2;

/** The rows of a long list, as far as they have been asked for. */
export class Pages<Row> {
  #loaded = $state.raw<ReadonlyMap<number, Row[]>>(new Map());
  #failed = $state.raw<ReadonlySet<number>>(new Set());
  readonly #underWay = new Set<number>();
  /** The pages that are wanted, the nearest first. */
  #wanted: number[] = [];

  /** `first` are the first rows, when they are already here; `load` rejects when rows cannot be read. */
  constructor(
    readonly total: number,
    private readonly load: (offset: number, limit: number) => Promise<Row[]>,
    private readonly first: Row[],
  ) {
    if (first.length >= this.#length(0)) this.#loaded = new Map([[0, first]]);
  }

  /** The page that a row is on. */
  page(row: number): number {
    return Math.floor(row / SIZE);
  }

  /** So many rows of one page, when all of them are here. */
  rows(from: number, count: number): Row[] | undefined {
    const start = from % SIZE;
    const page = this.#loaded.get(this.page(from));
    if (page) return page.slice(start, start + count);
    const early = this.first.slice(from, from + count);
    return early.length === count ? early : undefined;
  }

  /** Whether the page of a row could not be read. */
  failed(row: number): boolean {
    return this.#failed.has(this.page(row));
  }

  /**
   * Asks for the rows in and around a stretch, and keeps the page of one more. Those that were only passed on the way are not
   * asked for any more.
   */
  want(from: number, to: number, also: number): void {
    const [first, last] = [Math.max(0, from - SIZE / 2), Math.min(this.total, to + SIZE / 2) - 1];
    const middle = this.page((from + to) / 2);
    const wanted: number[] = [];
    for (let page = this.page(first); page <= this.page(last); page += 1) wanted.push(page);
    wanted.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    this.#wanted = [...wanted, this.page(also)];
    this.#go();
  }

  /** Asks for nothing more: the list is another one, or gone. */
  stop(): void {
    this.#wanted = [];
  }

  /** Asks once more for a page that could not be read. */
  again(row: number): void {
    const failed = new Set(this.#failed);
    failed.delete(this.page(row));
    this.#failed = failed;
    this.#go();
  }

  #go(): void {
    for (const page of this.#wanted) {
      if (this.#underWay.size >= AT_ONCE) return;
      if (!this.#loaded.has(page) && !this.#failed.has(page) && !this.#underWay.has(page)) void this.#fetch(page);
    }
  }

  async #fetch(page: number): Promise<void> {
    this.#underWay.add(page);
    try {
      const rows = await this.load(page * SIZE, this.#length(page));
      const loaded = new Map(this.#loaded).set(page, rows);
      for (const old of loaded.keys()) {
        if (loaded.size <= KEPT) break;
        if (!this.#wanted.includes(old)) loaded.delete(old);
      }
      this.#loaded = loaded;
    } catch {
      this.#failed = new Set(this.#failed).add(page);
    }
    this.#underWay.delete(page);
    this.#go();
  }

  #length(page: number): number {
    return Math.min(SIZE, this.total - page * SIZE);
  }
}
