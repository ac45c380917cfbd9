/**
 * Where the rows of a long list stand. Rows are kept in chunks; a chunk's height is estimated until it has been seen and
 * measured, so that names may wrap and still nothing jumps. No question walks through the chunks: scrolling asks several
 * of them for every frame.
 */
export class Chunks {
  /** Chunks whose measured height differs from the estimate, in order. */
  #known: number[] = [];
  readonly #measured = new Map<number, number>();
  /** For each of them, how much taller than estimated it and all before it are together. */
  #extra: number[] = [];
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
    return Math.min(chunk * this.size, this.total) * this.#rowHeight + (this.#extra[this.#place(chunk) - 1] ?? 0);
  }

  /** The height of the whole list. */
  get length(): number {
    return this.top(this.count);
  }

  /** Keeps a measured height. Returns by how much everything below moves. The first chunk gives the estimate for the rest. */
  measure(chunk: number, height: number): number {
    const before = this.height(chunk);
    if (height <= 0 || (this.#measured.has(chunk) && height === before)) return 0;
    const estimates = chunk === 0 && !this.#measured.has(0);
    if (estimates) this.#rowHeight = height / this.rows(0);
    const place = this.#place(chunk);
    if (this.#known[place] !== chunk) this.#known.splice(place, 0, chunk);
    this.#measured.set(chunk, height);
    // Mostly the last one: the list is read from its beginning.
    for (let at = estimates ? 0 : place; at < this.#known.length; at += 1) {
      const known = this.#known[at] ?? 0;
      this.#extra[at] = (this.#extra[at - 1] ?? 0) + this.height(known) - this.rows(known) * this.#rowHeight;
    }
    return height - before;
  }

  /** Forgets what was measured: the window has another width, and rows wrap differently. */
  forget(): void {
    this.#measured.clear();
    this.#known = [];
    this.#extra = [];
  }

  /** How many of the measured ones stand before a chunk. */
  #place(chunk: number): number {
    return first(this.#known.length, (at) => (this.#known[at] ?? 0) >= chunk);
  }

  /** The chunks that meet a stretch of the list, in order. */
  within(from: number, to: number): number[] {
    const found: number[] = [];
    const begin = first(this.count, (chunk) => this.top(chunk) + this.height(chunk) > from);
    for (let chunk = begin; chunk < this.count && this.top(chunk) < to; chunk += 1) found.push(chunk);
    return found;
  }
}

/** The first of so many numbers that fits, when all after it fit too; their count when none does. */
function first(count: number, fits: (at: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
