import type { Piece } from './pieces';

/** Longer texts are compared by their beginning and end alone, so that a dialog opens at once. */
const LONGEST = 1500;

/** Words with the white space after them, and marks of their own. */
function words(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+(?:[-–.,:/][\p{L}\p{N}]+)*|\s+|[^\p{L}\p{N}\s]/gu) ?? [];
}

/** Which words of `text` also stand in `base`, in the same order; the longest such row of words. */
function kept(base: string[], text: string[]): boolean[] {
  const length: number[][] = Array.from({ length: base.length + 1 }, () => new Array<number>(text.length + 1).fill(0));
  const at = (row: number, column: number): number => length[row]?.[column] ?? 0;
  for (let row = base.length - 1; row >= 0; row -= 1) {
    for (let column = text.length - 1; column >= 0; column -= 1) {
      const best = base[row] === text[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
      (length[row] as number[])[column] = best;
    }
  }
  const result = new Array<boolean>(text.length).fill(false);
  for (let row = 0, column = 0; row < base.length && column < text.length; ) {
    if (base[row] === text[column]) {
      result[column] = true;
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return result;
}

/** The text in pieces: what is not in `base` is marked. White space between two marked words is marked with them. */
export function difference(base: string, text: string): Piece[] {
  const [before, after] = [words(base), words(text)];
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from += 1;
  let ends = 0;
  while (ends < before.length - from && ends < after.length - from && before.at(-1 - ends) === after.at(-1 - ends)) ends += 1;
  const [middle, changed] = [before.slice(from, before.length - ends), after.slice(from, after.length - ends)];
  const same = middle.length * changed.length > LONGEST * LONGEST ? changed.map(() => false) : kept(middle, changed);
  const marked = after.map((_, index) => index >= from && index < after.length - ends && !same[index - from]);
  const blank = (index: number): boolean => (after[index] ?? '').trim() === '';
  const pieces: Piece[] = [];
  for (const [index, word] of after.entries()) {
    const joins = blank(index) && marked[index - 1] === true && marked[index + 1] === true;
    const mark = blank(index) ? joins : marked[index] === true;
    const last = pieces.at(-1);
    if (last && last.marked === mark) last.text += word;
    else pieces.push({ text: word, marked: mark });
  }
  return pieces;
}
