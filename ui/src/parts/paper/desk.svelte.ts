import * as backend from '../../bindings';
import type { Failure, PaperKind, PaperView, Printer, RecordKey } from '../../bindings';
import { toFailure } from '../../lib/failure';
import type { OpenPaper } from '../../lib/pdf';

/** The printer that was used last, as long as the window is open. */
let last: string | null = null;

/** A paper on the desk: what it looks like, where it can be printed, and what has been done with it. */
export class PaperDesk {
  view = $state.raw<PaperView | null>(null);
  paper = $state.raw<OpenPaper | null>(null);
  /** Null until the system has answered. */
  printers = $state.raw<Printer[] | null>(null);
  printer = $state('');
  copies = $state('1');
  copiesProblem = $state<string | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** What has been done, in one sentence. */
  done = $state('');
  busy = $state<'print' | 'save' | null>(null);
  #gone = false;

  constructor(
    readonly key: RecordKey,
    readonly what: PaperKind,
  ) {}

  async load(): Promise<void> {
    const printers = this.#findPrinters();
    try {
      const view = await backend.paper(this.key, this.what);
      // Only who looks at a paper needs what draws it.
      const { openPaper } = await import('../../lib/pdf');
      const paper = await openPaper(view.base64);
      if (this.#gone) paper.close();
      else [this.view, this.paper] = [view, paper];
    } catch (reason) {
      this.fail(reason);
    }
    await printers;
  }

  async #findPrinters(): Promise<void> {
    try {
      this.printers = await backend.printers();
    } catch {
      // Saving needs no printer, so this is said where the printers would stand.
      this.printers = [];
    }
    this.printer = (this.printers.find(({ name }) => name === last) ?? this.printers[0])?.name ?? '';
  }

  fail(reason: unknown): void {
    this.failure = toFailure(reason);
  }

  /** Answers whether the paper is in the printer's queue. */
  async print(): Promise<boolean> {
    const copies = /^\s*\d{1,2}\s*$/.test(this.copies) ? Number(this.copies) : 0;
    this.copiesProblem = copies >= 1 ? null : 'Skriv et tal fra 1 til 99.';
    if (this.copiesProblem) return false;
    return this.#do('print', async () => {
      await backend.printPaper(this.key, this.what, this.printer, copies);
      last = this.printer;
      const title = this.printers?.find(({ name }) => name === this.printer)?.title ?? this.printer;
      return `${copies === 1 ? 'Papiret' : `${copies} eksemplarer`} er sendt til printeren ${title}.`;
    });
  }

  /** Answers whether the paper was saved. */
  save(): Promise<boolean> {
    return this.#do('save', async () => {
      const place = await backend.savePaper(this.key, this.what);
      return place === null ? '' : `Papiret ligger her: ${place}`;
    });
  }

  async #do(what: 'print' | 'save', work: () => Promise<string>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = what;
    [this.failure, this.done] = [null, ''];
    try {
      this.done = await work();
      return this.done !== '';
    } catch (reason) {
      this.fail(reason);
      return false;
    } finally {
      this.busy = null;
    }
  }

  close(): void {
    this.#gone = true;
    this.paper?.close();
    this.paper = null;
  }
}
