import * as backend from '../bindings';
import type { CandidateRow, CompanyRow, OrderRow, VisitRow } from '../bindings';
import { Listing } from './listing.svelte';

/** The list of companies, as it was left. */
export const companies = new Listing<CompanyRow>(backend.companies);

/** The list of job orders, as it was left. It begins without the closed ones. */
export const orders = new Listing<OrderRow>(backend.orders, { status: 'not_closed', sort: 'changed', descending: true });

/** The list of visits, as it was left. It begins with mine that are not over, the next one first. */
export const visits = new Listing<VisitRow>(backend.visits, { status: 'not_closed', mine: true, sort: 'deadline' });

/** The list of candidates, as it was left. */
export const candidates = new Listing<CandidateRow>(backend.candidates);

/** Asks for the list of the place that the window begins on. */
export async function readAhead(place: string): Promise<void> {
  if (place === '/virksomheder') await companies.ahead();
  if (place === '/jobordrer') await orders.ahead();
  if (place === '/besoeg') await visits.ahead();
}

/** More has come from outside: lists that have been shown take it in while they are short, or all of them at the end. */
export function growLists(ended: boolean): void {
  for (const list of [companies, orders, visits, candidates]) if (list.ready && (ended || list.short)) void list.refresh();
}
