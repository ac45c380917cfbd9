import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgreementView, CandidateRow, Field, GuideView, Named, RecordKey, RecordView, Scalar } from '../src/bindings';
import { agreementLacks, checkedWords, consentWords, cvStatus, nextWords, ownerWords } from '../src/lib/candidates';
import { today } from '../src/lib/format';
import { candidates as listing } from '../src/lib/lists';
import { route } from '../src/lib/route.svelte';
import { session } from '../src/lib/session.svelte';
import { shell } from '../src/lib/shell.svelte';
import Candidate from '../src/screens/Candidate.svelte';
import CandidateConversation from '../src/screens/CandidateConversation.svelte';
import Candidates from '../src/screens/Candidates.svelte';

const backend = vi.hoisted(() => ({
  start: vi.fn(),
  reference: vi.fn(),
  syncStatus: vi.fn(),
  candidates: vi.fn(),
  create: vi.fn(),
  open: vi.fn(),
  guide: vi.fn(),
  saveDraft: vi.fn(),
  leaveField: vi.fn(),
  setFields: vi.fn(),
  addItem: vi.fn(),
  removeItem: vi.fn(),
  history: vi.fn(),
  wallet: vi.fn(),
  accessLog: vi.fn(),
  exportAccessLog: vi.fn(),
  undoChange: vi.fn(),
  checkCv: vi.fn(),
  conversationStep: vi.fn(),
  choices: vi.fn(),
  paper: vi.fn(),
  printers: vi.fn(),
}));
vi.mock('../src/bindings', async (original) => ({ ...(await original<object>()), ...backend }));

const KEY: RecordKey = { kind: 'candidate', id: 'k1' };
const TALK: RecordKey = { kind: 'conversation', id: 's2' };
const BEFORE: RecordKey = { kind: 'conversation', id: 's1' };
const LONG = 'Anna-Sofie Wilhelmine Konstantinopolitanerinde von Opdigtet-Forsøgspersonsen til Eksempelgården og Prøvestenens Gade';

const field = (path: string, label: string, widget: Field['widget'], rest: Partial<Field> = {}): Field => ({
  path,
  label,
  hint: null,
  question: null,
  widget,
  choices: [],
  max_chars: 5000,
  show_when: null,
  d: [],
  wide: false,
  counts: true,
  ...rest,
});
const choice = (value: string, label: string) => ({ value, label });
const section = (id: string, title: string, fields: Field[]) => ({ id, title, lead: null, question: null, fields });
const GUIDE: GuideView = {
  template: { kind: 'template', id: 't1' },
  title: 'Samtaleguide',
  version: 1,
  published: true,
  tools: [],
  earlier: null,
  form: {
    id: 'conversation',
    sections: [
      section('p1', 'Siden sidst', [field('answers.q1.note', 'Arbejdsliv indtil nu?', 'question_note', { wide: true }), field('answers.q2.note', 'Hvordan er det gået?', 'question_note', { wide: true })]),
      section('p2', 'CV på Jobnet', [field('answers.q3.note', 'Kan dit CV blive bedre?', 'question_note', { wide: true })]),
    ],
  },
};

const agreement = (rest: Partial<AgreementView> = {}): AgreementView => ({
  conversation: BEFORE,
  agreed: '2026-11-03',
  id: 'a1',
  text: 'Skrive certifikat på CV',
  owner: 'citizen',
  employee: '',
  due: '2026-11-20',
  done_at: null,
  result: null,
  late: true,
  complete: true,
  ...rest,
});
const row = (rest: Partial<CandidateRow> = {}): CandidateRow => ({
  key: KEY,
  name: 'Amina Eksempel',
  job_goals: 'Lager',
  municipality: 'Middelfart',
  cv_status: 'not_searchable',
  cv_checked_at: today(),
  consultant: 'Maja Thorsen',
  consent: null,
  next: { what: 'check_cv', day: null },
  ...rest,
});

let fields: Record<string, Scalar>;
let agreements: string[];
let earlier: AgreementView[];
let empty: boolean;
let submittals: Named[];
function view(key: RecordKey): RecordView {
  const shared = { key, subtitle: 'Lager', alive: true, fields: { ...fields }, problems: [], names: {}, saved_at: null, order: null, company: null, visit: null, check: null };
  if (key.kind === 'candidate') {
    const candidate = {
      cpr_note: fields.cpr ? 'Nummeret opfylder ikke modulus 11.' : null,
      conversations: empty ? [] : [{ key: TALK, conversation_type: 'follow_up', channel: 'phone', starts_at: null, status: 'planned', consultant: 'Maja Thorsen', open_agreements: 1 }],
      agreements: empty ? [] : earlier,
      submittals: empty ? [] : submittals,
    };
    return { ...shared, title: String(fields.name ?? 'Uden navn'), lists: {}, candidate };
  }
  const named = { key: KEY, name: 'Amina Eksempel', detail: '' };
  const coverage = { themes_touched: 0, themes: 2, questions_touched: 0, questions: 2, parts: [{ part: 'p1', touched: 0, questions: 1 }, { part: 'p2', touched: 0, questions: 1 }] };
  const first = fields.type === 'first';
  const conversation = { status: String(fields.status), candidate: named, visible: first ? ['q1', 'q3'] : ['q2', 'q3'], coverage, agreements: [], earlier: first ? [] : earlier, newer: null };
  return { ...shared, title: 'Samtale', lists: { agreements: [...agreements] }, conversation };
}

async function violations(): Promise<string[]> {
  const result = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  return result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
const button = (name: string | RegExp) => screen.getByRole('button', { name });

beforeEach(async () => {
  vi.clearAllMocks();
  empty = false;
  submittals = [];
  earlier = [agreement()];
  agreements = [];
  fields = { name: 'Amina Eksempel', type: 'follow_up', status: 'held', candidate: 'k1', guide: 't1' };
  backend.syncStatus.mockResolvedValue({ state: 'saved_here', unsent: 0 });
  backend.start.mockResolvedValue({ state: 'open', session: { me: { employee: 'e', name: 'Maja', unit: 'u', unit_name: 'Ærø' }, last_place: null, recovered: null, locking: false } });
  backend.reference.mockResolvedValue({
    candidate: { id: 'candidate', sections: [section('person', 'Kandidaten', [field('name', 'Navn', 'text'), field('cpr', 'CPR-nummer', 'cpr')]), section('cv', 'CV', [field('cv.status', 'CV', 'choice'), field('cv.checked_at', 'Kontrolleret', 'date_time')])] },
    conversation: { id: 'conversation', sections: [section('conversation', 'Samtalen', [field('type', 'Type samtale', 'choice', { choices: [choice('first', 'Førstegangssamtale'), choice('follow_up', 'Opfølgningssamtale')] })])] },
    municipalities: [],
  });
  backend.open.mockImplementation(async (key: RecordKey) => view(key));
  backend.guide.mockResolvedValue(GUIDE);
  backend.history.mockResolvedValue([]);
  backend.wallet.mockResolvedValue([]);
  backend.choices.mockResolvedValue([]);
  backend.saveDraft.mockImplementation(async (_key: RecordKey, path: string, value: Scalar) => {
    fields[path] = value;
    return { at: '2026-11-24T10:00:00Z', problem: null };
  });
  backend.leaveField.mockImplementation(async (key: RecordKey) => view(key));
  backend.setFields.mockImplementation(async (key: RecordKey, values: { path: string; value: Scalar }[]) => {
    for (const { path, value } of values) fields[path] = value;
    return view(key);
  });
  backend.addItem.mockImplementation(async (key: RecordKey) => {
    agreements = [...agreements, 'n1'];
    return { id: 'n1', view: view(key) };
  });
  backend.checkCv.mockImplementation(async (key: RecordKey, status: string) => {
    fields['cv.status'] = status;
    fields['cv.checked_at'] = '2026-11-24T11:34:00+01:00';
    return view(key);
  });
  backend.conversationStep.mockImplementation(async (key: RecordKey, step: string) => {
    fields.status = step === 'close' ? 'closed' : 'held';
    return view(key);
  });
  await session.start();
});
afterEach(async () => {
  cleanup();
  await Promise.resolve();
});

describe('the words', () => {
  it('say how CV, consent and the next step stand', () => {
    const now = new Date('2026-11-24T12:00:00+01:00');
    expect([cvStatus('searchable').text, cvStatus('unknown').text]).toEqual(['Søgbart', 'Ukendt']);
    expect(checkedWords({ cv_checked_at: null })).toBe('ikke kontrolleret');
    expect(checkedWords({ cv_checked_at: '2026-11-23T09:00:00+01:00' }, now)).toBe('kontrolleret i går');
    expect(consentWords('ending_soon').text).toBe('Udløber snart');
    expect(consentWords('says_too_little').text).toBe('Siger ikke nok');
    expect(nextWords(null)).toBe('Intet aftalt');
    expect(nextWords({ what: 'agreement', day: '2026-11-25' }, now)).toBe('Aftale senest i morgen');
    expect(nextWords({ what: 'conversation', day: null })).toBe('Samtale uden dag');
  });

  it('say what an agreement lacks (R55)', () => {
    expect(agreementLacks({ owner: null, due: null })).toBe('Mangler hvem og hvornår');
    expect(agreementLacks({ owner: 'citizen', due: '2026-11-24' })).toBe('');
    expect(ownerWords({ owner: 'employee', employee: 'Maja Thorsen' })).toBe('Maja Thorsen');
  });
});

describe('the list', () => {
  it('shows CV and consent, also with a very long name', async () => {
    backend.candidates.mockResolvedValue({ total: 2, all: 2, rows: [row(), row({ key: { kind: 'candidate', id: 'k2' }, name: LONG, cv_status: 'searchable', consent: 'valid', next: null })] });
    render(Candidates);
    const table = await screen.findByRole('table', { name: 'Kandidater' });
    expect(within(table).getByRole('link', { name: LONG }).getAttribute('href')).toBe('#/kandidater/k2');
    expect(table.textContent).toContain('Ikke søgbart');
    expect(table.textContent).toContain('kontrolleret i dag');
    expect(table.textContent).toContain("Kontrollér CV'et på Jobnet");
    expect(await violations()).toEqual([]);
  });

  it('begins with a candidate when there is none', async () => {
    backend.candidates.mockResolvedValue({ total: 0, all: 0, rows: [] });
    await listing.refresh();
    render(Candidates);
    expect(await screen.findByText('Opret den første kandidat, eller læs en liste ind')).toBeTruthy();
    await fireEvent.click(button('Opret kandidat'));
    expect(shell.record?.editor.key.kind).toBe('candidate');
    shell.record = null;
    expect(backend.create).not.toHaveBeenCalled();
    expect(await violations()).toEqual([]);
  });
});

describe('the page of a candidate', () => {
  async function opened(): Promise<void> {
    route.go('/kandidater/k1', true);
    render(Candidate, { id: 'k1' });
    await screen.findByRole('heading', { level: 1 });
  }

  it('notes in one press that the CV has been looked at', async () => {
    await opened();
    expect(screen.getByText('Ikke kontrolleret endnu')).toBeTruthy();
    await fireEvent.click(button('Ikke søgbart'));
    await waitFor(() => expect(backend.checkCv).toHaveBeenCalledWith(KEY, 'not_searchable'));
    await waitFor(() => expect(screen.getByText(/^Kontrolleret .* kl\./)).toBeTruthy());
    expect(await violations()).toEqual([]);
  });

  it('never lets a masked number be edited, only written anew (R75, R76)', async () => {
    fields.cpr = '610190-••••';
    await opened();
    const number = screen.getByLabelText<HTMLInputElement>('CPR-nummer');
    expect([number.value, number.readOnly]).toEqual(['610190-••••', true]);
    expect(screen.getByText(/modulus 11/)).toBeTruthy();
    await fireEvent.click(button('Fjern nummeret'));
    await waitFor(() => expect(backend.setFields).toHaveBeenCalledWith(KEY, [{ path: 'cpr', value: null }]));
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('CPR-nummer').readOnly).toBe(false));
  });

  it('ticks an open agreement in the conversation it comes from', async () => {
    await opened();
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Gjort: Skrive certifikat på CV' }));
    expect(backend.setFields).toHaveBeenCalledWith(BEFORE, [{ path: 'agreements.a1.done_at', value: today() }]);
  });

  it('says to whom each CV was to go, also where the names are long', async () => {
    submittals = [
      { key: { kind: 'submittal', id: 'f1' }, name: `Lagermedarbejder, ${LONG}`, detail: 'Kajen 3, sendt 24. november 2026' },
      { key: { kind: 'submittal', id: 'f2' }, name: 'Chauffør, Nordhavn A/S', detail: 'Havnevej 14, ikke sendt' },
    ];
    await opened();
    const list = within(screen.getByRole('region', { name: 'Formidlinger' }));
    const [first, second] = list.getAllByRole('listitem');
    expect(within(first!).getByRole('link', { name: `Lagermedarbejder, ${LONG}` }).getAttribute('href')).toBe('#/formidlinger/f1');
    expect(first?.textContent).toContain('Kajen 3, sendt 24. november 2026');
    expect(second?.textContent?.replace(/\s+/g, ' ')).toContain('Chauffør, Nordhavn A/S Havnevej 14, ikke sendt');
    expect(await violations()).toEqual([]);
  });

  it('shows what was done with the details and by nobody by name, and saves it for the citizen (L16)', async () => {
    const row = (at: string, done: string, place: string, about: string[]) => ({ at, done, place, about });
    backend.accessLog.mockResolvedValue({
      total: 1234,
      rows: [
        row('2026-11-24T10:34:00.000Z', 'Skrevet ud', 'Aftalepapir', ['Samtale 24. november 2026', 'Stamoplysninger']),
        row('2026-11-24T10:30:00.000Z', 'Læst', 'Siden i Feltmappen', ['Stamoplysninger']),
        row('2026-11-23T10:30:00.000Z', 'Ændret', 'Felter rettet', ['Stamoplysninger']),
      ],
    });
    backend.exportAccessLog.mockResolvedValue('/home/maja/adgangslog-2026-11-24-4f2a91.csv');
    render(Candidate, { id: 'k1' });
    await fireEvent.click(await screen.findByRole('button', { name: 'Hvem har set oplysningerne?' }));
    const dialog = await screen.findByRole('dialog', { name: 'Hvem har set oplysningerne?' });
    await within(dialog).findByText('Her er de seneste 3 af 1.234. Filen har dem alle.');
    expect(backend.accessLog).toHaveBeenCalledExactlyOnceWith(KEY);
    expect(within(dialog).getAllByRole('heading', { level: 3 })).toHaveLength(2);
    const printed = within(dialog).getAllByRole('listitem')[0]?.textContent ?? '';
    for (const said of ['kl. 11.34', 'Skrevet ud', 'Aftalepapir', 'Samtale 24. november 2026. Stamoplysninger']) expect(printed).toContain(said);
    expect(dialog.querySelectorAll('.button-primary')).toHaveLength(1);
    expect(await violations()).toEqual([]);
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Gem som CSV' }));
    await within(dialog).findByText('Filen ligger her: /home/maja/adgangslog-2026-11-24-4f2a91.csv');
    backend.exportAccessLog.mockRejectedValue({ code: 'not_saved_there', happened: 'Filen kunne ikke gemmes der.', kept: 'Det, den er lavet af, ligger uændret i Feltmappen.', todo: 'Prøv igen.' });
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Gem som CSV' }));
    await within(dialog).findByText(/Filen kunne ikke gemmes der/);
    expect(within(dialog).queryByText(/Filen ligger her/)).toBeNull();
  });

  it('says so when there is nothing', async () => {
    empty = true;
    await opened();
    for (const text of ['Ingen åbne aftaler. De skrives i samtalerne.', 'Ingen samtaler endnu.', 'Ingen samtykker endnu. Et samtykke laves fra den jobordre, det gælder.', 'Ikke formidlet endnu.']) expect(screen.getByText(text)).toBeTruthy();
  });
});

describe('a conversation', () => {
  async function opened(section?: string): Promise<void> {
    route.go('/samtaler/s2', true);
    render(CandidateConversation, { id: 's2', ...(section !== undefined && { section }) });
    await screen.findByRole('heading', { level: 1, name: /samtale/ });
    await waitFor(() => expect(screen.queryByText('Henter samtaleguiden')).toBeNull());
  }

  it('begins a follow-up with what is open from before (R53)', async () => {
    await opened();
    expect(screen.getByRole('heading', { level: 2, name: 'Aftaler' })).toBeTruthy();
    expect(screen.getByText('Fra tidligere samtaler')).toBeTruthy();
    expect(screen.getByText(/^Skulle være gjort/)).toBeTruthy();
    expect(await violations()).toEqual([]);
  });

  it('asks about the working life in the first one only (R53)', async () => {
    fields.type = 'first';
    await opened('p1');
    expect(await screen.findByText('Arbejdsliv indtil nu?')).toBeTruthy();
    expect(screen.queryByText('Hvordan er det gået?')).toBeNull();
    expect(await violations()).toEqual([]);
  });

  it('prints what was agreed, and says which agreement cannot stand on paper (R55)', async () => {
    backend.printers.mockResolvedValue([]);
    backend.paper.mockRejectedValue({ code: 'paper_incomplete', happened: 'Aftale 2 mangler hvornår.', kept: 'Papiret er ikke lavet.', todo: 'Udfyld det, der mangler.' });
    await opened('aftaler');
    await fireEvent.click(button('Vis og udskriv aftalepapiret'));
    const dialog = await screen.findByRole('dialog');
    expect(backend.paper).toHaveBeenCalledExactlyOnceWith(TALK, 'agreement_sheet');
    await within(dialog).findByText(/Aftale 2 mangler hvornår/);
    expect(within(dialog).queryByRole('button', { name: /Udskriv|Gem som PDF/ })).toBeNull();
  });

  it('writes down an agreement with who and when (R55)', async () => {
    await opened('aftaler');
    await fireEvent.click(button('Tilføj en aftale'));
    const text = await screen.findByLabelText('Hvad er aftalt, aftale 1');
    await waitFor(() => expect(document.activeElement).toBe(text));
    expect(screen.getByText('Mangler hvem og hvornår')).toBeTruthy();
    await fireEvent.click(screen.getByRole('radio', { name: 'Borgeren' }));
    await waitFor(() => expect(screen.getByText('Mangler hvornår')).toBeTruthy());
    expect(backend.setFields).toHaveBeenCalledWith(TALK, [{ path: 'agreements.n1.owner', value: 'citizen' }]);
    expect(await violations()).toEqual([]);
  });

  it('is read and not written in when it is over', async () => {
    await opened('p2');
    await fireEvent.click(button('Afslut samtalen'));
    await waitFor(() => expect(backend.conversationStep).toHaveBeenCalledWith(TALK, 'close'));
    await waitFor(() => expect(screen.getByText(/Samtalen er afsluttet\. Genåbn/)).toBeTruthy());
    expect(screen.getByRole<HTMLTextAreaElement>('textbox').matches(':disabled')).toBe(true);
    await fireEvent.click(button('Genåbn samtalen'));
    await waitFor(() => expect(backend.conversationStep).toHaveBeenLastCalledWith(TALK, 'reopen'));
  });
});
