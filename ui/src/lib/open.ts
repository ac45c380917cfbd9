import * as backend from '../bindings';
import type { RecordKey } from '../bindings';
import { pathOf } from './places';
import { go } from './route.svelte';

/** Opens the page on which a record is worked with: a workplace, a contact or a promise stands on its company's page. */
export async function openRecord(key: RecordKey): Promise<void> {
  if (['workplace', 'contact', 'promise'].includes(key.kind)) {
    const company = (await backend.open(key)).fields.company;
    if (typeof company === 'string') return go(pathOf({ kind: 'company', id: company }));
  }
  go(pathOf(key));
}

/** Makes a job order, perhaps of a company and with a title, and opens it. */
export async function createOrder(start: { company?: string; title?: string } = {}): Promise<void> {
  const values = Object.entries(start)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([path, value]) => ({ path, value: value ?? null }));
  const view = await backend.create('job_order', values);
  go(pathOf(view.key));
}
