import type { Mark } from '../bindings';

const CLOSING = /[)"'»”’\]]/;
/** Words that end in a full stop without ending a sentence. */
const SHORT = /(?:^|[\s(»"])(?:kl|ca|fx|f\.eks|eks|bl\.a|nr|tlf|mobil|evt|inkl|ekskl|d|dvs|pt|p\.t|jf|hr|fr|mfl|m\.fl|mv|m\.v|mio|mia|kr|stk|min|maks|pga|p\.g\.a|ift|vedr|gns|sml|ing|dr|tør|skt)$/i;

/** Whether the sentence ends with the sign at `at`: not after a short word, and not before a word in small letters. */
function endsHere(line: string, at: number): boolean {
  const sign = line[at];
  if (sign !== '.' && sign !== '!' && sign !== '?' && sign !== '…') return false;
  const after = /^[.!?…)"'»”’\]]*(\s+)(\S?)/.exec(line.slice(at + 1, at + 40));
  if (!after) return /^[.!?…)"'»”’\]]*\s*$/.test(line.slice(at + 1, at + 40));
  const next = after[2] ?? '';
  if (next !== '' && next === next.toLocaleLowerCase('da') && next !== next.toLocaleUpperCase('da')) return false;
  return sign !== '.' || !SHORT.test(line.slice(Math.max(0, at - 12), at));
}

/** The sentences of one line, without the white space around them. */
function sentencesOf(line: string): Mark[] {
  const found: Mark[] = [];
  let start = 0;
  const put = (end: number): void => {
    const text = line.slice(start, end);
    const lead = text.length - text.trimStart().length;
    if (text.trim()) found.push({ start: start + lead, end: start + text.trimEnd().length });
    start = end;
  };
  for (let at = 0; at < line.length; at += 1) {
    if (!endsHere(line, at)) continue;
    let end = at + 1;
    while (end < line.length && (CLOSING.test(line[end] ?? '') || '.!?…'.includes(line[end] ?? ''))) end += 1;
    put(end);
    at = end - 1;
  }
  put(line.length);
  return found;
}

/** The line around a place; from an empty line the nearest line above with a word in it. */
function lineAt(text: string, at: number): Mark | null {
  let start = text.lastIndexOf('\n', at - 1) + 1;
  const next = text.indexOf('\n', at);
  let end = next < 0 ? text.length : next;
  while (!text.slice(start, end).trim()) {
    if (start === 0) return null;
    end = start - 1;
    start = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1;
  }
  return { start, end };
}

/** What is selected, or else the sentence around the cursor; null when there is none. */
export function sentenceAt(text: string, from: number, to: number): Mark | null {
  const selected = text.slice(from, to);
  if (selected.trim()) {
    const start = from + selected.length - selected.trimStart().length;
    return { start, end: start + selected.trim().length };
  }
  const line = lineAt(text, from);
  if (!line) return null;
  const sentences = sentencesOf(text.slice(line.start, line.end));
  const place = Math.min(from, line.end) - line.start;
  const found = sentences.find((each) => place <= each.end) ?? sentences.at(-1);
  return found ? { start: line.start + found.start, end: line.start + found.end } : null;
}

/** Where sentences stand in a text; those that are no longer in it are left out. */
export function marksOf(text: string, sentences: readonly string[]): Mark[] {
  return sentences.flatMap((sentence) => {
    const start = sentence ? text.indexOf(sentence) : -1;
    return start < 0 ? [] : [{ start, end: start + sentence.length }];
  });
}
