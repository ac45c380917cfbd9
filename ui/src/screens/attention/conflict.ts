import type { ConflictView, Whose } from '../../bindings';
import { sentence } from '../../lib/format';

/** "Sørens", "Jonas'": whose it is. The first name is enough among colleagues. */
export function genitive(name: string): string {
  const first = name.split(' ')[0] ?? name;
  return /[sxz]$/i.test(first) ? `${first}’` : `${first}s`;
}

/** Whose version it is: "din", "Sørens", "kollegaens". */
export function version(whose: Whose): string {
  if (whose.whose === 'me') return 'din';
  return whose.name ? genitive(whose.name) : 'kollegaens';
}

type Two = Pick<ConflictView, 'theirs' | 'mine'>;

/** What the columns of what stands and of what waits are called. */
export function versions({ theirs, mine }: Two): [string, string] {
  if (nameless(theirs) && nameless(mine)) return ['Det, der står nu', 'Den anden udgave'];
  return [sentence(version(theirs)), sentence(version(mine))];
}

/** What is said where nothing but what stands can be chosen. */
export function onlyWhatStands({ theirs, mine }: Two): string {
  if (nameless(theirs) && nameless(mine)) return 'Kun det, der står nu, kan vælges';
  return `Kun ${version(theirs)} udgave kan vælges`;
}

function nameless(whose: Whose): boolean {
  return whose.whose === 'colleague' && !whose.name;
}

/** "Du og Søren har rettet de samme felter". */
export function conflictHeading({ theirs, mine, fields }: Pick<ConflictView, 'theirs' | 'mine' | 'fields'>): string {
  const done = fields.length === 1 ? 'har rettet det samme felt' : 'har rettet de samme felter';
  if (nameless(theirs) && nameless(mine)) return `To kolleger ${done}`;
  const [first, second] = (theirs.whose === 'me' ? [theirs, mine] : [mine, theirs]).map((one) => (one.whose === 'me' ? 'du' : one.name.split(' ')[0] || 'en kollega'));
  return sentence(`${first} og ${second} ${done}`);
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
