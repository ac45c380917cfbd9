import { PLACES, SECOND_PLACES } from './places';

/** What a shortcut asks for. */
export type Action =
  | { do: 'search' }
  | { do: 'main' }
  | { do: 'undo' }
  | { do: 'region'; step: 1 | -1 }
  | { do: 'go'; path: string };

/** A line of the keyboard map: combinations that do the same, each a list of keys. */
export interface KeyLine {
  keys: string[][];
  what: string;
}

const withDigit = [...PLACES, ...SECOND_PLACES].filter((place) => place.digit !== undefined);

/** The keyboard map as the user reads it. */
export const KEYMAP: readonly KeyLine[] = [
  { keys: [['Ctrl', 'K']], what: 'Søg i alt' },
  ...withDigit.map((place) => ({ keys: [['Ctrl', place.digit ?? '']], what: place.name })),
  { keys: [['Ctrl', 'Enter']], what: 'Sidens vigtigste knap' },
  { keys: [['Ctrl', 'Z']], what: 'Fortryd den seneste ændring, også når den er gemt' },
  { keys: [['F6'], ['Shift', 'F6']], what: 'Næste og forrige område: menu, side, sidespalte' },
  { keys: [['Alt', '↑'], ['Alt', '↓']], what: 'Forrige og næste del af formularen' },
  { keys: [['Alt', '↑'], ['Alt', '↓']], what: 'På et spørgsmål i en skabelon: flyt det op eller ned' },
  { keys: [['Alt', 'Shift', '↑'], ['Alt', 'Shift', '↓']], what: 'På et krav eller en række i planen: flyt det op eller ned' },
  { keys: [['←'], ['→']], what: 'I stor skrift: forrige og næste spørgsmål' },
  { keys: [['Alt', '1'], ['Alt', '4']], what: 'I en samtale: tema 1 til 4, og så videre til 9' },
  { keys: [['Alt', 'N']], what: 'I en samtale: hurtig note' },
  { keys: [['Alt', 'J'], ['Alt', 'A'], ['Alt', 'O'], ['Alt', 'S']], what: 'I en samtale: gør sætningen til jobordre, aftale, opfølgning eller ønske om sparring' },
  { keys: [['Enter']], what: 'I Nyt krav: tilføj kravet og bliv i feltet' },
  { keys: [['↑'], ['↓'], ['Home'], ['End']], what: 'I en liste: næste, forrige, første og sidste række' },
  { keys: [['Esc']], what: 'Luk. Kasserer aldrig noget' },
];

/** What a key press asks for, or null when it is no shortcut of the app. */
export function actionOf(event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): Action | null {
  if (event.key === 'F6' && !event.ctrlKey && !event.altKey) return { do: 'region', step: event.shiftKey ? -1 : 1 };
  const ctrl = event.ctrlKey || event.metaKey;
  // AltGr reports itself as Ctrl and Alt together and writes letters; Shift gives other meanings.
  if (!ctrl || event.altKey || event.shiftKey) return null;
  if (event.key === 'Enter') return { do: 'main' };
  if (event.key.toLowerCase() === 'k') return { do: 'search' };
  if (event.key.toLowerCase() === 'z') return { do: 'undo' };
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] ?? event.key;
  const place = withDigit.find((one) => one.digit === digit);
  return place ? { do: 'go', path: place.path } : null;
}

/** Whether a control undoes its own typing, so that Ctrl+Z belongs to it. */
function editsText(element: Element): element is HTMLInputElement | HTMLTextAreaElement {
  if (element instanceof HTMLTextAreaElement) return true;
  return element instanceof HTMLInputElement && !/^(checkbox|radio|button|submit|reset|file|range|color)$/.test(element.type);
}

/**
 * Knows whose Ctrl+Z it is: a field that has been typed in since it got focus undoes by itself; otherwise the app undoes the
 * last saved change.
 */
export class UndoOwner {
  #field: Element | null = null;
  #value = '';

  /** A control got focus. */
  focused(target: EventTarget | null): void {
    this.#field = target instanceof Element && editsText(target) ? target : null;
    this.#value = this.#field && editsText(this.#field) ? this.#field.value : '';
  }

  /** Whether the app may undo while this control has focus. */
  appsTurn(target: EventTarget | null): boolean {
    if (!(target instanceof Element) || !editsText(target)) return true;
    return target === this.#field && target.value === this.#value;
  }
}

/** Presses the one main action of the open dialog or else of the page. Returns whether there was one. */
export function pressMain(root: ParentNode = document): boolean {
  const open = [...root.querySelectorAll<HTMLElement>('dialog[open]')].at(-1);
  const button = (open ?? root).querySelector<HTMLElement>('[data-main]');
  button?.click();
  return button !== null && button !== undefined;
}

/** Moves focus to the next or previous region that is visible: rail, page, side panel. */
export function moveRegion(step: 1 | -1, root: ParentNode = document): void {
  const regions = [...root.querySelectorAll<HTMLElement>('[data-region]')].filter((one) => one.getClientRects().length > 0);
  if (regions.length === 0) return;
  const inside = regions.filter((one) => one.contains(document.activeElement)).at(-1);
  const from = inside ? regions.indexOf(inside) : step === 1 ? -1 : 0;
  regions[(from + step + regions.length) % regions.length]?.focus();
}
