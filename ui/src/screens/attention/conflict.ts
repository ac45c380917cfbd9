import type { ConflictView, Whose } from '../../bindings';
import { sentence } from '../../lib/format';

/** "Sørens", "Jonas'": whose it is. The first name is enough among colleagues. */
export function genitive(name: string): string {
  const first = name.split(' ')[0] ?? name;
  return /[sxz]$/i.test(first) ? `${first}’` : `${first}s`;
}

type Two = Pick<ConflictView, 'theirs' | 'mine' | 'one_person'>;

/** Whose version it is: "din", "Sørens". Empty where nobody is named: it may be a colleague's, or of another computer of one's own. */
function version(whose: Whose): string {
  return whose.whose === 'me' ? 'din' : whose.name && genitive(whose.name);
}

/** What the columns of what stands and of what waits are called. */
export function versions({ theirs, mine, one_person }: Two): [string, string] {
  const [stands, waits] = one_person ? ['', ''] : [version(theirs), version(mine)];
  return [sentence(stands) || 'Det, der står nu', sentence(waits) || 'Den anden udgave'];
}

/** What is said where nothing but what stands can be chosen. */
export function onlyWhatStands({ theirs, one_person }: Two): string {
  const stands = one_person ? '' : version(theirs);
  return stands ? `Kun ${stands} udgave kan vælges` : 'Kun det, der står nu, kan vælges';
}

/** "Du og Søren har rettet de samme felter". */
export function conflictHeading({ theirs, mine, one_person, fields }: Two & Pick<ConflictView, 'fields'>): string {
  const same = fields.length === 1 ? 'det samme felt' : 'de samme felter';
  const [first, second] = (theirs.whose === 'me' ? [theirs, mine] : [mine, theirs]).map((one) => (one.whose === 'me' ? 'du' : one.name.split(' ')[0]));
  if (!first || !second) return sentence(`${same} er rettet to steder`);
  return sentence(one_person ? `${first} har rettet ${same} på to computere` : `${first} og ${second} har rettet ${same}`);
}

/** What happened: "Begge rettede startdato og timer, før …". */
export function conflictHappened({ theirs, mine, one_person, fields }: Two & Pick<ConflictView, 'fields'>): string {
  const what = listed(fields.map((field) => field.label));
  if (one_person || !version(theirs) || !version(mine)) return `Begge steder blev ${what} rettet, før rettelsen fra det andet sted var hentet.`;
  return `Begge rettede ${what}, før den andens rettelse var hentet.`;
}

/** What is to be done about so many fields. */
export function choiceOf(fields: number): string {
  return fields === 1 ? 'Vælg, hvad der skal gælde.' : 'Vælg for hvert felt, hvad der skal gælde.';
}

/** "startdato, timer og opgaver" */
export function listed(words: readonly string[]): string {
  const lower = words.map((word) => word.charAt(0).toLocaleLowerCase('da') + word.slice(1));
  return lower.length < 2 ? lower.join('') : `${lower.slice(0, -1).join(', ')} og ${lower.at(-1) ?? ''}`;
}
