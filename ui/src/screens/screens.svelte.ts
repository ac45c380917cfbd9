import type { Component } from 'svelte';
import Companies from './Companies.svelte';
import Missing from './Missing.svelte';
import Orders from './Orders.svelte';
import Today from './Today.svelte';
import Visits from './Visits.svelte';

type Further = typeof import('./further');

/** The screens that most starts begin on: part of the first script, which is read before anything shows. */
const FIRST: Record<string, Component> = {
  'i-dag': Today,
  besoeg: Visits,
  jobordrer: Orders,
  virksomheder: Companies,
};

/** All screens. Those with forms are most of the program and are read a moment later, so that the window opens sooner. */
class Screens {
  #further = $state.raw<Further | null>(null);

  /** Reads the rest. It lies in the program beside the first script: no network is asked. */
  async complete(): Promise<void> {
    this.#further ??= await import('./further');
  }

  /** The dialogs that open from every page; null until they have been read. */
  get Dialogs(): Component | null {
    return this.#further?.Dialogs ?? null;
  }

  /** What shows before the workspace is open; null until it has been read. */
  get Start(): Component | null {
    return this.#further?.Start ?? null;
  }

  /** The screen of a page, by the parts of its path; null until it has been read. */
  of([place = '', record, part]: readonly string[]): Component | null {
    const further = this.#further;
    if (record === undefined && FIRST[place]) return FIRST[place];
    if (!further) return null;
    if (record === undefined) return further.PLACES[place] ?? Missing;
    return further.PARTS[`${place}/${part}`] ?? further.RECORDS[place] ?? Missing;
  }
}

export const screens = new Screens();
