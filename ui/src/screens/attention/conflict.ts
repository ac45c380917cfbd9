import type { ConflictView } from '../../bindings';

/** "Sørens", "Jonas'": whose it is. The first name is enough among colleagues. */
export function genitive(name: string): string {
  const first = name.split(' ')[0] ?? name;
  return /[sxz]$/i.test(first) ? `${first}’` : `${first}s`;
}

/** "Du og Søren har rettet de samme felter". */
export function conflictHeading(conflict: Pick<ConflictView, 'theirs' | 'mine'>): string {
  const theirs = conflict.theirs.split(' ')[0] || 'en kollega';
  const mine = conflict.mine.split(' ')[0] || 'Du';
  return `${mine} og ${theirs} har rettet de samme felter`;
}

/** "startdato, timer og opgaver" */
export function listed(words: readonly string[]): string {
  const lower = words.map((word) => word.charAt(0).toLocaleLowerCase('da') + word.slice(1));
  return lower.length < 2 ? lower.join('') : `${lower.slice(0, -1).join(', ')} og ${lower.at(-1) ?? ''}`;
}
