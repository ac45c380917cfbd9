import type { Finding, FindingKind, Mark } from '../../bindings';

const NEXT = 'Det kan vi tage næste gang';
/** So many characters fill a line of the printed page, and so many lines fill the page. */
const LINE = 90;
const PAGE = 48;

/** The page without these themes among what can be taken up next time; without any left the heading goes too. */
export function withoutThemes(page: string, titles: readonly string[]): string {
  const unwanted = new Set(titles.map((title) => `- ${title}`));
  const blocks = page.split('\n\n').flatMap((block) => {
    const [heading, ...lines] = block.split('\n');
    if (heading !== NEXT) return [block];
    const left = lines.filter((line) => !unwanted.has(line.trimEnd()));
    return left.some((line) => line.trim()) ? [[heading, ...left].join('\n')] : [];
  });
  return blocks.join('\n\n');
}

/** Whether a text takes more than one printed page. */
export function overOnePage(text: string): boolean {
  let lines = 0;
  for (const line of text.trimEnd().split('\n')) {
    lines += Math.max(1, Math.ceil(line.length / LINE));
    if (lines > PAGE) return true;
  }
  return false;
}

/** A place in the text that looks like it is about a citizen. */
export interface Place extends Mark {
  kind: FindingKind;
  words: string;
}

/** The findings with their words. */
export function placesOf(text: string, findings: readonly Finding[]): Place[] {
  return findings.map(({ kind, from, to }) => ({ kind, start: from, end: to, words: text.slice(from, to) }));
}

/** What the findings are, so that a confirmation holds for exactly these. */
export function signature(places: readonly Place[]): string {
  return JSON.stringify(places.map(({ kind, words }) => [kind, words]));
}
