import type { NewsRow } from '../bindings';
import { KIND_WORDS } from '../form/references';
import { count } from './format';

/** So many fields are named. */
const NAMED = 3;

/** "startdato, timer og opgaver"; what is more than three is counted. */
function fields(labels: readonly string[]): string {
  const lower = labels.map((label) => label.charAt(0).toLocaleLowerCase('da') + label.slice(1));
  const named = lower.length > NAMED + 1 ? [...lower.slice(0, NAMED), `${lower.length - NAMED} felter mere`] : lower;
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} og ${named.at(-1) ?? ''}`;
}

/** "Søren Holm rettede startdato og timer" */
export function newsSentence(row: Pick<NewsRow, 'who' | 'what' | 'fields' | 'record'>): string {
  const who = row.who || 'En kollega';
  const it = KIND_WORDS[row.record.key.kind].this;
  switch (row.what) {
    case 'made':
      return `${who} oprettede ${it}`;
    case 'discarded':
      return `${who} kasserede ${it}`;
    case 'restored':
      return `${who} hentede ${it} frem`;
    case 'changed':
      return `${who} rettede ${fields(row.fields) || it}`;
  }
}

/** "3 ændringer fra kollegerne" */
export function newsCount(total: number): string {
  return count(total, 'ændring', 'ændringer');
}
