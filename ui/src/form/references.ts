import type { Form, Kind, Reference } from '../bindings';

/** How a kind is called in a sentence. */
export const KIND_WORDS: Record<Kind, { one: string; this: string; none: string }> = {
  unit: { one: 'enhed', this: 'enheden', none: 'Ingen enheder passer' },
  employee: { one: 'medarbejder', this: 'medarbejderen', none: 'Ingen medarbejdere passer' },
  company: { one: 'virksomhed', this: 'virksomheden', none: 'Ingen virksomheder passer' },
  workplace: { one: 'arbejdssted', this: 'arbejdsstedet', none: 'Ingen arbejdssteder passer' },
  contact: { one: 'kontaktperson', this: 'kontaktpersonen', none: 'Ingen kontaktpersoner passer' },
  job_order: { one: 'jobordre', this: 'jobordren', none: 'Ingen jobordrer passer' },
  template: { one: 'skabelon', this: 'skabelonen', none: 'Ingen skabeloner passer' },
  visit: { one: 'besøg', this: 'besøget', none: 'Ingen besøg passer' },
  promise: { one: 'aftale', this: 'aftalen', none: 'Ingen aftaler passer' },
  match_check: { one: 'match-tjek', this: 'match-tjekket', none: 'Ingen match-tjek passer' },
  candidate: { one: 'kandidat', this: 'kandidaten', none: 'Ingen kandidater passer' },
  conversation: { one: 'samtale', this: 'samtalen', none: 'Ingen samtaler passer' },
  consent: { one: 'samtykke', this: 'samtykket', none: 'Ingen samtykker passer' },
  submittal: { one: 'formidling', this: 'formidlingen', none: 'Ingen formidlinger passer' },
};

/** The form of a kind. Templates and match checks have none: their pages are drawn from their questions. */
export function formOf(reference: Reference, kind: Kind): Form {
  if (kind === 'template' || kind === 'match_check') return { id: kind, sections: [] };
  if (kind === 'candidate') return candidateForm(reference);
  return kind === 'job_order' ? reference.order : reference[kind];
}

/** A candidate's form. How the CV stands is read on Jobnet and noted in a step of its own, with its moment, so it is no field. */
function candidateForm({ candidate }: Reference): Form {
  const asked = candidate.sections.map((section) => ({ ...section, fields: section.fields.filter(({ path }) => path !== 'cv.status' && path !== 'cv.checked_at') }));
  return { ...candidate, sections: asked.filter((section) => section.fields.length > 0) };
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

const BELOW_COMPANY: Partial<Record<Kind, string[]>> = {
  job_order: ['workplace', 'contact'],
  promise: ['workplace', 'contact'],
  contact: ['workplace'],
  visit: ['workplace'],
};

/** Fields whose choice no longer fits when this one changes. */
export function dependants(kind: Kind, path: string): string[] {
  if (path === 'company') return BELOW_COMPANY[kind] ?? [];
  return kind === 'job_order' && path === 'responsible_unit' ? ['coordinator'] : [];
}
