import { PLACES, SECOND_PLACES } from './places';
import { href, pageOf, route } from './route.svelte';

/** A link to the page that the user comes back to. */
export interface BackLink {
  href: string;
  label: string;
}

/**
 * The link back from a page about a citizen: to where the user came from, when that is one of these, a visit or a place of the
 * menu; otherwise to the first of these. No other page is named: another citizen's name must not stand above this one's.
 */
export function wayBack(first: BackLink, ...others: BackLink[]): BackLink {
  const from = route.cameFrom;
  if (from === null) return first;
  const place = [...PLACES, ...SECOND_PLACES].find(({ path }) => path === from);
  if (place) return { href: href(from), label: place.name };
  if (from.startsWith('/besoeg/')) return { href: href(from), label: 'Besøget' };
  const known = [first, ...others].find((one) => one.href === href(pageOf(from)));
  return known ? { ...known, href: href(from) } : first;
}
