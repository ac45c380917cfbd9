import type { Form, Kind, Reference } from '../bindings';

/** How a kind is called in a sentence. */
export const KIND_WORDS: Record<Kind, { one: string; this: string; none: string }> = {
  unit: { one: 'enhed', this: 'enheden', none: 'Ingen enheder passer' },
  employee: { one: 'medarbejder', this: 'medarbejderen', none: 'Ingen medarbejdere passer' },
  company: { one: 'virksomhed', this: 'virksomheden', none: 'Ingen virksomheder passer' },
  workplace: { one: 'arbejdssted', this: 'arbejdsstedet', none: 'Ingen arbejdssteder passer' },
  contact: { one: 'kontaktperson', this: 'kontaktpersonen', none: 'Ingen kontaktpersoner passer' },
  job_order: { one: 'jobordre', this: 'jobordren', none: 'Ingen jobordrer passer' },
};

/** The form of a kind. */
export function formOf(reference: Reference, kind: Kind): Form {
  return kind === 'job_order' ? reference.order : reference[kind];
}

/** The field that narrows the choice of a kind: workplaces of this company, employees of this unit. */
export function parentPath(kind: Kind): string | null {
  if (kind === 'workplace' || kind === 'contact') return 'company';
  return kind === 'employee' ? 'responsible_unit' : null;
}

/** Whether a record of the kind can be made where it is chosen. */
export function creatable(kind: Kind): boolean {
  return kind === 'company' || kind === 'workplace' || kind === 'contact';
}

/** Fields whose choice no longer fits when this one changes. */
export function dependants(kind: Kind, path: string): string[] {
  if (path === 'company') return kind === 'job_order' ? ['workplace', 'contact'] : kind === 'contact' ? ['workplace'] : [];
  return kind === 'job_order' && path === 'responsible_unit' ? ['coordinator'] : [];
}
