import type { NewsRow } from '../bindings';
import { KIND_WORDS } from '../form/references';
import { count, sentence } from './format';

/** So many fields are named. */
const NAMED = 3;

/** "startdato, timer og opgaver"; what is more than three is counted. */
function fields(labels: readonly string[]): string {
  const lower = labels.map((label) => label.charAt(0).toLocaleLowerCase('da') + label.slice(1));
  const named = lower.length > NAMED + 1 ? [...lower.slice(0, NAMED), `${lower.length - NAMED} felter mere`] : lower;
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} og ${named.at(-1) ?? ''}`;
}

/** "Søren Holm rettede startdato og timer"; nobody is named who is not known, for it may have been oneself on another computer. */
export function newsSentence(row: Pick<NewsRow, 'who' | 'what' | 'fields' | 'record'>): string {
  const it = KIND_WORDS[row.record.key.kind].this;
  switch (row.what) {
    case 'made':
      return row.who ? `${row.who} oprettede ${it}` : sentence(`${it} er oprettet`);
    case 'discarded':
      return row.who ? `${row.who} kasserede ${it}` : sentence(`${it} er kasseret`);
    case 'restored':
      return row.who ? `${row.who} hentede ${it} frem` : sentence(`${it} er hentet frem`);
    case 'changed': {
      const what = fields(row.fields) || it;
      return row.who ? `${row.who} rettede ${what}` : sentence(`${what} er rettet`);
    }
  }
}

/** "3 ændringer fra kollegerne" */
export function newsCount(total: number): string {
  return count(total, 'ændring', 'ændringer');
}
