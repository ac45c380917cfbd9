import type { Mark } from '../bindings';

/** A stretch of text, marked or not. */
export interface Piece {
  text: string;
  marked: boolean;
}

/** Cuts a text at its marks. Marks that overlap are joined, and marks outside the text are left out. */
export function pieces(text: string, marks: readonly Mark[]): Piece[] {
  const result: Piece[] = [];
  let at = 0;
  const put = (end: number, marked: boolean): void => {
    if (end <= at) return;
    result.push({ text: text.slice(at, end), marked });
    at = end;
  };
  for (const mark of [...marks].sort((a, b) => a.start - b.start)) {
    if (mark.start >= text.length) break;
    put(mark.start, false);
    put(Math.min(mark.end, text.length), true);
  }
  put(text.length, false);
  return result;
}
