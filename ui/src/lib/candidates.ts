import type { AgreementView, CandidateRow, ConsentState, CvStatus, NextStep } from '../bindings';
import { fieldOf } from '../form/conditions';
import { day } from './format';
import { session } from './session.svelte';

interface Sign {
  text: string;
  tone: '' | 'info' | 'success' | 'warning';
}

/** Whether employers find the CV, in words and the tone of its badge. */
export function cvStatus(status: CvStatus): Sign {
  switch (status) {
    case 'searchable':
      return { text: 'Søgbart', tone: 'success' };
    case 'not_searchable':
      return { text: 'Ikke søgbart', tone: 'info' };
    case 'unknown':
      return { text: 'Ukendt', tone: 'warning' };
  }
}

/** "kontrolleret i går", "ikke kontrolleret". */
export function checkedWords(row: Pick<CandidateRow, 'cv_checked_at'>, now = new Date()): string {
  return row.cv_checked_at === null ? 'ikke kontrolleret' : `kontrolleret ${day(row.cv_checked_at, now)}`;
}

/** What the best consent is, in words. */
export function consentWords(state: ConsentState | null): Sign {
  switch (state) {
    case 'valid':
      return { text: 'Gyldigt', tone: 'success' };
    case 'ending_soon':
      return { text: 'Udløber snart', tone: 'warning' };
    case 'draft':
      return { text: 'Kladde', tone: 'info' };
    case 'says_too_little':
      return { text: 'Siger ikke nok', tone: 'warning' };
    case 'withdrawn':
      return { text: 'Tilbagekaldt', tone: '' };
    case 'expired':
      return { text: 'Udløbet', tone: '' };
    case null:
      return { text: 'Intet', tone: '' };
  }
}

/** What comes next with a candidate. */
export function nextWords(next: NextStep | null, now = new Date()): string {
  if (next === null) return 'Intet aftalt';
  const when = next.day === null ? '' : ` ${day(next.day, now)}`;
  switch (next.what) {
    case 'held':
      return 'En samtale er i gang';
    case 'check_cv':
      return "Kontrollér CV'et på Jobnet";
    case 'conversation':
      return when ? `Samtale${when}` : 'Samtale uden dag';
    case 'agreement':
      return when ? `Aftale senest${when}` : 'Aftale uden dato';
  }
}

/** "Førstegangssamtale"; "Samtale" until the type is chosen. */
export function conversationType(code: string): string {
  return fieldOf(session.reference.conversation, 'type')?.choices.find(({ value }) => value === code)?.label ?? 'Samtale';
}

/** Who keeps an agreement; what is missing is said. */
export function ownerWords(agreement: Pick<AgreementView, 'owner' | 'employee'>): string {
  if (agreement.owner === 'citizen') return 'Borgeren';
  if (agreement.owner === 'employee') return agreement.employee || 'En medarbejder';
  return 'Ingen står for det endnu';
}

/** What an agreement lacks before it goes on paper (R55): "Mangler hvem og hvornår". */
export function agreementLacks(agreement: Pick<AgreementView, 'owner' | 'due'>): string {
  const lacks = [agreement.owner === null ? 'hvem' : '', agreement.due === null ? 'hvornår' : ''].filter(Boolean);
  return lacks.length > 0 ? `Mangler ${lacks.join(' og ')}` : '';
}
