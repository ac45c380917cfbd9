/**
 * Where the rows of a long list stand. Rows are kept in chunks; a chunk's height is estimated until it has been seen and
 * measured, so that names may wrap and still nothing jumps.
 */
export class Chunks {
  readonly #measured = new Map<number, number>();
  #rowHeight: number;

  constructor(
    readonly total: number,
    readonly size: number,
    rowHeight: number,
  ) {
    this.#rowHeight = rowHeight;
  }

  /** How many chunks there are. */
  get count(): number {
    return Math.ceil(this.total / this.size);
  }

  /** Rows in a chunk: the last one may be short. */
  rows(chunk: number): number {
    return Math.min(this.size, this.total - chunk * this.size);
  }

  /** A chunk's height in pixels. */
  height(chunk: number): number {
    return this.#measured.get(chunk) ?? this.rows(chunk) * this.#rowHeight;
  }

  /** The distance from the top of the list to a chunk. */
  top(chunk: number): number {
    let top = 0;
    for (let index = 0; index < chunk; index += 1) top += this.height(index);
    return top;
  }

  /** The height of the whole list. */
  get length(): number {
    return this.top(this.count);
  }

  /** Keeps a measured height. Returns by how much everything below moves. The first chunk gives the estimate for the rest. */
  measure(chunk: number, height: number): number {
    if (height <= 0) return 0;
    const before = this.height(chunk);
    if (chunk === 0 && !this.#measured.has(0)) this.#rowHeight = height / this.rows(0);
    this.#measured.set(chunk, height);
    return height - before;
  }

  /** Forgets what was measured: the window has another width, and rows wrap differently. */
  forget(): void {
    this.#measured.clear();
  }

  /** The chunks that meet a stretch of the list, in order. */
  within(from: number, to: number): number[] {
    const found: number[] = [];
    let top = 0;
    for (let chunk = 0; chunk < this.count && top < to; chunk += 1) {
      const bottom = top + this.height(chunk);
      if (bottom > from) found.push(chunk);
      top = bottom;
    }
    return found;
  }
}
