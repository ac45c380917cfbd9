import type { Failure, ListQuery, Sort } from '../bindings';
import { toFailure } from './failure';

/** What a list can be narrowed and ordered by. */
export type Filter = Omit<ListQuery, 'offset' | 'limit'>;

/** A page of a list. */
export interface ListPage<Row> {
  total: number;
  all: number;
  rows: Row[];
}

/** What a window shows, and as much again. */
const FIRST = 20;

/**
 * A list with its filter. It lives outside its page, so that the list stands as it was left when the user comes back. The
 * answer to an older question never replaces the answer to a newer one.
 */
export class Listing<Row> {
  filter = $state<Filter>({
    text: '',
    status: null,
    unit: null,
    mine: false,
    within_days: null,
    branch: null,
    sort: 'title',
    descending: false,
  });
  total = $state(0);
  all = $state(0);
  first = $state.raw<Row[]>([]);
  /** Counts the answers: another number means other rows. */
  version = $state(0);
  ready = $state(false);
  failure = $state.raw<Failure | null>(null);
  /** How far down the user had read. */
  scrolled = 0;
  #busy = false;
  #again = false;
  #ahead: Promise<void> | null = null;

  constructor(
    private readonly fetch: (query: ListQuery) => Promise<ListPage<Row>>,
    start: Partial<Filter> = {},
  ) {
    Object.assign(this.filter, start);
  }

  /** Less is there than a window shows. */
  get short(): boolean {
    return this.all < FIRST;
  }

  /** Changes the filter or the order and asks anew. */
  change(part: Partial<Filter>): Promise<void> {
    Object.assign(this.filter, part);
    return this.refresh();
  }

  /** Sorts by a column; a second press turns the order round. */
  sortBy(sort: Sort): Promise<void> {
    const turned = this.filter.sort === sort && !this.filter.descending;
    return this.change({ sort, descending: turned });
  }

  /** Shows everything again. */
  widen(): Promise<void> {
    return this.change({ text: '', status: null, unit: null, mine: false, within_days: null, branch: null });
  }

  /** Asks before the page is there, so that the page begins with its rows. */
  ahead(): Promise<void> {
    this.#ahead = this.refresh();
    return this.#ahead;
  }

  /** The page's first question; one that was asked ahead of it counts. */
  enter(): Promise<void> {
    const asked = this.#ahead ?? this.refresh();
    this.#ahead = null;
    return asked;
  }

  /** Asks for the first rows. While an answer is awaited, only the newest question waits behind it. */
  async refresh(): Promise<void> {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    try {
      do {
        this.#again = false;
        await this.#ask();
      } while (this.#again);
    } finally {
      this.#busy = false;
    }
  }

  /** Rows further down. */
  readonly load = async (offset: number, limit: number): Promise<Row[]> => {
    return (await this.fetch({ ...$state.snapshot(this.filter), offset, limit })).rows;
  };

  async #ask(): Promise<void> {
    try {
      const page = await this.fetch({ ...$state.snapshot(this.filter), offset: 0, limit: FIRST });
      if (this.#again) return;
      this.total = page.total;
      this.all = page.all;
      this.first = page.rows;
      this.failure = null;
      this.version += 1;
    } catch (reason) {
      this.failure = toFailure(reason);
    }
    this.ready = true;
  }
}
