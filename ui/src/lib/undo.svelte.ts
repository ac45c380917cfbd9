import * as backend from '../bindings';
import type { Failure, HistoryRow, RecordKey, Undone } from '../bindings';
import { flushAll } from '../form/editors';
import { announce } from './announce.svelte';
import { changed } from './changes';
import { toFailure } from './failure';
import { saving } from './saving.svelte';

/** What undo has to tell. */
export type UndoNews =
  | { kind: 'nothing' }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'done'; what: string; title: string; key: RecordKey };

/** Undoing from anywhere, and the question it may have to ask. */
class Undo {
  /** The change that somebody has changed since: the user decides. */
  ask = $state.raw<HistoryRow | null>(null);
  news = $state.raw<UndoNews | null>(null);
  #busy = false;

  /** Undoes my last change. */
  async last(): Promise<void> {
    await this.#run(() => backend.undo());
  }

  /** Undoes the change in question, although the field has changed since. */
  async insist(): Promise<void> {
    const change = this.ask;
    if (!change) return;
    this.ask = null;
    await this.#run(() => backend.undoChange(change.action, true));
  }

  async #run(command: () => Promise<Undone>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      // What is typed and not saved yet is the last change, and must not be saved over what undo brings back.
      await flushAll();
      this.#tell(await saving.run(command, 'undo', ({ result }) => result === 'done'));
    } catch (reason) {
      // Nothing that was typed is at stake, so the save state has nothing to warn of.
      saving.forget('undo');
      this.news = { kind: 'failed', failure: toFailure(reason) };
    } finally {
      this.#busy = false;
    }
  }

  #tell(undone: Undone): void {
    if (undone.result === 'ask') {
      this.ask = undone.change;
      return;
    }
    if (undone.result === 'nothing') {
      this.news = { kind: 'nothing' };
      announce('Der er intet at fortryde.');
      return;
    }
    const { key, title } = undone.view;
    this.news = { kind: 'done', what: undone.what, title, key };
    changed(undone.view);
    announce(`Fortrudt: ${undone.what}.`);
  }
}

export const undo = new Undo();
