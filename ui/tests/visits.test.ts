import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AlignmentView, Choice, Fact, Field, Form, Preparation, PromiseView, RecordView, Scalar, VisitRow, VisitView, Widget } from '../src/bindings';
import { openEditor, releaseEditor } from '../src/form/editors';
import App from '../src/App.svelte';
import { screens } from '../src/screens/screens.svelte';
import { changed } from '../src/lib/changes';
import { visits as list } from '../src/lib/lists';
import { go, route } from '../src/lib/route.svelte';
import { saving } from '../src/lib/saving.svelte';
import { session } from '../src/lib/session.svelte';
import { shell } from '../src/lib/shell.svelte';
import Dialogs from '../src/parts/Dialogs.svelte';
import PlanVisit from '../src/parts/PlanVisit.svelte';
import PromiseList from '../src/parts/PromiseList.svelte';
import Order from '../src/screens/Order.svelte';
import TodayPage from '../src/screens/Today.svelte';
import Visit from '../src/screens/Visit.svelte';
import Visits from '../src/screens/Visits.svelte';

const backend = vi.hoisted(() => ({
  addItem: vi.fn(),
  alignment: vi.fn(),
  beginVisit: vi.fn(),
  cancelVisit: vi.fn(),
  choices: vi.fn(),
  completeAlignment: vi.fn(),
  create: vi.fn(),
  discard: vi.fn(),
  guide: vi.fn(),
  leaveField: vi.fn(),
  moves: vi.fn(),
  moveToNewest: vi.fn(),
  open: vi.fn(),
  preparation: vi.fn(),
  reference: vi.fn(),
  removeItem: vi.fn(),
  reopenVisit: vi.fn(),
  saveDraft: vi.fn(),
  setFields: vi.fn(),
  start: vi.fn(),
  syncStatus: vi.fn(),
  today: vi.fn(),
  visits: vi.fn(),
}));
vi.mock('../src/bindings', async (original) => ({ ...(await original<object>()), ...backend }));

const NOW = new Date('2026-11-24T08:41:00Z');
const refused = { code: 'internal', happened: 'Det lykkedes ikke.', kept: 'Intet er ændret.', todo: 'Prøv igen.' };

const field = (path: string, label: string, widget: Widget, choices: Choice[] = []): Field => ({
  path, label, hint: null, question: null, widget, choices, max_chars: widget === 'long_text' ? 5000 : null, show_when: null, d: [], wide: false, counts: true,
});
const formOf = (id: string, fields: Field[]): Form => ({ id, sections: [{ id, title: 'S', lead: null, question: null, fields }] });
const TYPES = [{ value: 'first', label: 'Førstegangsbesøg' }, { value: 'concrete', label: 'Besøg om noget konkret' }];
const VISIT = formOf('visit', [
  field('company', 'Virksomhed', 'company'),
  field('workplace', 'Arbejdssted', 'workplace'),
  field('type', 'Type besøg', 'choice', TYPES),
  field('channel', 'Mødeform', 'choice', [{ value: 'digital', label: 'Digitalt' }]),
  field('consultant', 'Konsulent', 'employee'),
  field('starts_at', 'Begynder', 'date_time'),
  field('ends_at', 'Slutter', 'date_time'),
  field('purpose', 'Formål', 'text'),
]);
const PROMISE = formOf('promise', [field('type', 'Type', 'choice', [{ value: 'follow_up', label: 'Opfølgning' }]), field('text', 'Hvad er aftalt', 'long_text')]);
const ORDER = formOf('job_order', [field('title', 'Stilling', 'text')]);
const ALIGNMENT = formOf('alignment', [
  field('alignment.direct', 'Kan besættes direkte', 'flag'),
  field('alignment.substitution', 'Via substitution', 'flag'),
  field('alignment.message', 'Det siger vi til virksomheden', 'long_text'),
  field('alignment.when', 'Hvornår kommer kandidaterne', 'date'),
]);
ALIGNMENT.sections = ALIGNMENT.sections.map((section) => ({ ...section, id: 'alignment', title: 'Forventningsafstemning' }));

const row = (id: string, more: Partial<VisitRow> = {}): VisitRow => ({
  key: { kind: 'visit', id },
  company: `Firma ${id}`,
  place: '',
  visit_type: 'first',
  channel: 'digital',
  starts_at: null,
  ends_at: null,
  status: 'planned',
  consultant: 'Maja',
  purpose: '',
  open_promises: 0,
  ...more,
});
const promise = (id: string, more: Partial<PromiseView> = {}): PromiseView => ({
  key: { kind: 'promise', id },
  promise_type: 'follow_up',
  text: `Ring til ${id}`,
  due: null,
  owner: 'Søren',
  done_at: null,
  late: false,
  question: null,
  quote: null,
  visit: null,
  company: null,
  order: null,
  ...more,
});

const COMPANY = { key: { kind: 'company' as const, id: 'c1' }, name: 'Nordhavn A/S', detail: 'CVR 13 74 81 36' };
const visitPart = (more: Partial<VisitView> = {}): VisitView => ({
  status: 'planned', visible: [], coverage: { themes_touched: 0, themes: 4, questions_touched: 0, questions: 9, parts: [] },
  untouched: [], promises: [], orders: [], overlapping: [], days: 1, newer: null, ...more,
});
/** What is saved of the record in the test, as the commands answer it. */
let saved: RecordView;
const record = (kind: 'visit' | 'job_order', fields: Record<string, Scalar>, more: Partial<RecordView> = {}): RecordView => ({
  key: { kind, id: 'v1' },
  title: '',
  subtitle: '',
  alive: true,
  fields,
  lists: {},
  problems: [],
  names: fields.company ? { company: COMPANY } : {},
  saved_at: null,
  order: null,
  company: null,
  visit: kind === 'visit' ? visitPart() : null,
  check: null,
  ...more,
});
const asVisit = (more: Partial<VisitView>): void => void (saved = { ...saved, visit: visitPart(more) });

function type(control: HTMLElement, text: string): void {
  (control as HTMLInputElement).value = text;
  control.dispatchEvent(new Event('input', { bubbles: true }));
}
async function violations(): Promise<string[]> {
  const result = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  return result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

// A window reads them within a moment; the test's own reading is slow.
beforeAll(() => screens.complete());

beforeEach(async () => {
  vi.clearAllMocks();
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  saved = record('visit', { company: 'c1', type: 'first', starts_at: '2026-11-24T09:30:00Z', ends_at: '2026-11-24T11:00:00Z' });
  backend.syncStatus.mockResolvedValue({ state: 'saved_here', unsent: 0 });
  backend.start.mockResolvedValue({ state: 'open', session: { me: { employee: 'e', name: 'Maja', unit: 'u', unit_name: 'Ærø' }, last_place: null, recovered: null, locking: false } });
  backend.reference.mockResolvedValue({ visit: VISIT, promise: PROMISE, order: ORDER, municipalities: [] });
  backend.open.mockImplementation(async () => saved);
  backend.create.mockImplementation(async (_kind, values: { path: string; value: Scalar }[]) => (saved = record('visit', Object.fromEntries(values.map(({ path, value }) => [path, value])))));
  backend.setFields.mockImplementation(async (_key, values: { path: string; value: Scalar }[]) => {
    saved = { ...saved, fields: { ...saved.fields, ...Object.fromEntries(values.map(({ path, value }) => [path, value])) } };
    return saved;
  });
  backend.saveDraft.mockImplementation(async (_key, path: string, value: Scalar) => {
    saved = { ...saved, fields: { ...saved.fields, [path]: value } };
    return { at: '2026-11-24T08:41:00Z', problem: null };
  });
  backend.leaveField.mockImplementation(async () => saved);
  backend.preparation.mockResolvedValue({ groups: [] } satisfies Preparation);
  backend.choices.mockResolvedValue([]);
  await session.start();
});
afterEach(() => {
  cleanup();
  shell.planning = null;
  vi.useRealTimers();
});

describe('the list of visits', () => {
  it('says which are at the same time, and plans from the main action', async () => {
    const rows = [row('a', { starts_at: '2026-11-24T09:30:00Z', open_promises: 2 }), row('b', { starts_at: '2026-11-24T10:00:00Z' })];
    backend.visits.mockResolvedValue({ total: 2, all: 2, rows });
    render(Visits);
    const table = await screen.findByRole('table', { name: 'Besøg' });
    expect(await within(table).findByText('Samtidig med Firma b')).toBeTruthy();
    expect(within(table).getByText('2 åbne aftaler')).toBeTruthy();
    expect(within(table).getAllByText('Førstegangsbesøg')).toHaveLength(2);
    expect(await violations()).toEqual([]);
    await fireEvent.change(screen.getByLabelText('Vis'), { target: { value: '' } });
    expect(backend.visits).toHaveBeenCalledWith(expect.objectContaining({ mine: false, sort: 'deadline' }));
    await waitFor(() => expect(list.filter.mine).toBe(false));
    screen.getByRole('button', { name: 'Planlæg besøg' }).click();
    expect(shell.planning).toEqual({ company: null });
  });
});

describe('planning a visit', () => {
  it('asks for a company, makes the visit of what is chosen, and opens its page', async () => {
    backend.choices.mockResolvedValue([COMPANY]);
    render(PlanVisit);
    shell.planning = { company: null };
    const button = await screen.findByRole('button', { name: 'Planlæg besøget' });
    expect(screen.queryByLabelText('Slutter')).toBeNull();
    button.click();
    expect(await screen.findByText('Vælg den virksomhed, I skal besøge.')).toBeTruthy();
    expect(backend.create).not.toHaveBeenCalled();
    const box = screen.getByRole('combobox', { name: 'Virksomhed' });
    type(box, 'Nord');
    await fireEvent.click(await screen.findByRole('option', { name: /Nordhavn/ }));
    await waitFor(() => expect(backend.setFields).toHaveBeenCalledWith({ kind: 'visit', id: 'v1' }, [{ path: 'company', value: 'c1' }]));
    expect(await violations()).toEqual([]);
    button.click();
    await waitFor(() => expect(route.path).toBe('/besoeg/v1'));
    expect(shell.planning).toBeNull();
  });

  it('leads to the page of the visit, with focus on its heading', async () => {
    backend.choices.mockResolvedValue([COMPANY]);
    backend.visits.mockResolvedValue({ total: 0, all: 0, rows: [] });
    go('/besoeg', true);
    render(App);
    const pressMain = (): Promise<boolean> => fireEvent.keyDown(document.body, { key: 'Enter', ctrlKey: true });
    await screen.findByRole('heading', { level: 1, name: 'Besøg' });
    await pressMain();
    type(await screen.findByRole('combobox', { name: 'Virksomhed' }), 'Nord');
    await fireEvent.click(await screen.findByRole('option', { name: /Nordhavn/ }));
    await waitFor(() => expect(saved.fields.company).toBe('c1'));
    saved = { ...saved, names: { company: COMPANY } };
    await pressMain();
    const heading = await screen.findByRole('heading', { level: 1, name: 'Nordhavn A/S' });
    await waitFor(() => expect(document.activeElement).toBe(heading));
    expect(document.querySelector('dialog')).toBeNull();
  });

  it('from a company has it filled in', async () => {
    render(PlanVisit);
    shell.planning = { company: COMPANY };
    expect((await screen.findByRole<HTMLInputElement>('combobox', { name: 'Virksomhed' })).value).toBe('Nordhavn A/S');
    go('/besoeg', true);
    screen.getByRole('button', { name: 'Planlæg besøget' }).click();
    await waitFor(() => expect(route.path).toBe('/besoeg/v1'));
    expect(backend.create).toHaveBeenCalledWith('visit', [{ path: 'company', value: 'c1' }]);
  });

  it('keeps what is typed when it is put aside, and leaves nothing when nothing was', async () => {
    render(PlanVisit);
    shell.planning = { company: null };
    (await screen.findByRole('button', { name: 'Luk' })).click();
    await waitFor(() => expect(shell.planning).toBeNull());
    expect(backend.create).not.toHaveBeenCalled();
    shell.planning = { company: null };
    type(await screen.findByLabelText('Formål'), 'To chauffører');
    screen.getByRole('button', { name: 'Luk' }).click();
    await waitFor(() => expect(shell.planning).toBeNull());
    expect(backend.saveDraft).toHaveBeenCalledWith({ kind: 'visit', id: 'v1' }, 'purpose', 'To chauffører');
    expect(saving.unsettled).toBe(false);
  });
});

describe('the page of a visit', () => {
  const fact = (label: string, text: string | null, more: Partial<Fact> = {}): Fact => ({ label, text, source: null, at: null, record: null, ...more });

  it('shows what is known with source and date, and says what nobody has fetched', async () => {
    backend.preparation.mockResolvedValue({
      groups: [
        { id: 'business', title: 'Virksomheden', facts: [fact('Marked', null), fact('Antal ansatte', '42', { source: 'CVR-listen', at: '2026-11-12' })] },
        { id: 'promises', title: 'Åbne aftaler', facts: [fact('Aftale', 'Sende CV', { source: 'Besøg 12. maj 2026, Søren', at: '2026-05-12T08:00:00Z', record: { kind: 'promise', id: 'p' } })] },
      ],
    });
    render(Visit, { id: 'v1' });
    expect(await screen.findByRole('heading', { level: 1, name: 'Nordhavn A/S' })).toBeTruthy();
    expect(screen.getByText('Førstegangsbesøg i dag kl. 10.30–12.00')).toBeTruthy();
    const card = screen.getByRole('complementary', { name: 'Det ved vi' });
    expect((await within(card).findByText('Marked')).nextElementSibling?.textContent).toContain('Ikke hentet');
    expect(within(card).getByText('CVR-listen, 12. november')).toBeTruthy();
    expect(within(card).getByText('Besøg 12. maj 2026, Søren')).toBeTruthy();
    expect(await violations()).toEqual([]);
    saved = record('visit', { text: 'Sende CV' }, { key: { kind: 'visit', id: 'p' } });
    backend.open.mockResolvedValue({ ...saved, key: { kind: 'promise', id: 'p' }, title: 'Sende CV' });
    within(card).getByRole('button', { name: 'Sende CV' }).click();
    expect(await screen.findByRole('dialog', { name: 'Sende CV' })).toBeTruthy();
  });

  it('opens once, also while another form holds the visit', async () => {
    const held = await openEditor(saved.key);
    backend.open.mockClear();
    backend.open.mockImplementation(async () => ({ ...saved }));
    render(Visit, { id: 'v1' });
    expect(await screen.findByRole('heading', { level: 1, name: 'Nordhavn A/S' })).toBeTruthy();
    await new Promise((done) => setTimeout(done, 20));
    expect(backend.open).toHaveBeenCalledTimes(1);
    await releaseEditor(held);
  });

  it('begins on its day, goes on where it was, and leads to the summary when it is over', async () => {
    const page = render(Visit, { id: 'v1' });
    (await screen.findByRole('button', { name: 'Åbn besøget' })).click();
    await waitFor(() => expect(route.path).toBe('/besoeg/v1/samtale'));
    expect(backend.beginVisit).toHaveBeenCalledTimes(1);
    page.unmount();
    asVisit({ status: 'held' });
    const again = render(Visit, { id: 'v1' });
    go('/besoeg/v1', true);
    (await screen.findByRole('button', { name: 'Fortsæt besøget' })).click();
    await waitFor(() => expect(route.path).toBe('/besoeg/v1/samtale'));
    expect(backend.beginVisit).toHaveBeenCalledTimes(1);
    again.unmount();
    asVisit({ status: 'closed' });
    render(Visit, { id: 'v1' });
    (await screen.findByRole('button', { name: 'Se resuméet' })).click();
    await waitFor(() => expect(route.path).toBe('/besoeg/v1/resume'));
  });

  it('does not begin because somebody looks at the guide the day before', async () => {
    saved = record('visit', { company: 'c1', starts_at: '2026-11-25T09:30:00Z' });
    render(Visit, { id: 'v1' });
    (await screen.findByRole('button', { name: 'Åbn besøget' })).click();
    await waitFor(() => expect(route.path).toBe('/besoeg/v1/samtale'));
    expect(backend.beginVisit).not.toHaveBeenCalled();
  });

  it('says what stands in the way of opening it, and stays', async () => {
    go('/besoeg/v1', true);
    backend.beginVisit.mockRejectedValueOnce(refused);
    render(Visit, { id: 'v1' });
    (await screen.findByRole('button', { name: 'Åbn besøget' })).click();
    expect((await screen.findByRole('alert')).textContent).toContain('Det lykkedes ikke.');
    expect(route.path).toBe('/besoeg/v1');
  });

  it('can be cancelled and opened again', async () => {
    backend.cancelVisit.mockImplementation(async () => (saved = { ...saved, visit: visitPart({ status: 'cancelled' }) }));
    backend.reopenVisit.mockImplementation(async () => (saved = { ...saved, visit: visitPart() }));
    render(Visit, { id: 'v1' });
    (await screen.findByRole('button', { name: 'Aflys besøget' })).click();
    expect(await screen.findByText('Aflyst')).toBeTruthy();
    (await screen.findByRole('button', { name: 'Genåbn besøget' })).click();
    expect(await screen.findByText('Planlagt')).toBeTruthy();
  });

  it('warns of another visit at the same time and of several days, and of a newer guide only while it is open', async () => {
    asVisit({ overlapping: [{ key: { kind: 'visit', id: 'v2' }, name: 'Opfølgningsbesøg, 24. november', detail: '' }], days: 3, newer: 4 });
    const page = render(Visit, { id: 'v1' });
    expect((await screen.findByRole('link', { name: 'Opfølgningsbesøg, 24. november' })).getAttribute('href')).toBe('#/besoeg/v2');
    expect(screen.getByText(/Besøget varer 3 dage/)).toBeTruthy();
    backend.moves.mockResolvedValue({ from: 3, to: 4, tools_from: 1, tools_to: 1, changes: [], kept: [] });
    backend.moveToNewest.mockImplementation(async () => (saved = { ...saved, visit: visitPart() }));
    screen.getByRole('button', { name: 'Se, hvad der er nyt' }).click();
    (await screen.findByRole('button', { name: /^Flyt til den nye/ })).click();
    await waitFor(() => expect(screen.queryByText(/nyere version af guiden/)).toBeNull());
    page.unmount();
    asVisit({ status: 'closed', newer: 4 });
    render(Visit, { id: 'v1' });
    await screen.findByRole('button', { name: 'Se resuméet' });
    expect(screen.queryByText(/nyere version af guiden/)).toBeNull();
  });

  it('takes contacts and colleagues along, each once, and lets them go', async () => {
    const mads = { key: { kind: 'contact' as const, id: 'm' }, name: 'Mads Holm', detail: 'driftsleder' };
    backend.choices.mockResolvedValue([mads]);
    backend.addItem.mockImplementation(async (_key, _list, [value]) => {
      saved = { ...saved, lists: { contacts: ['i1'] }, fields: { ...saved.fields, 'contacts.i1.contact': value.value }, names: { ...saved.names, 'contacts.i1.contact': mads } };
      return { id: 'i1', view: saved };
    });
    backend.removeItem.mockImplementation(async () => (saved = { ...saved, lists: {} }));
    render(Visit, { id: 'v1' });
    for (const _ of [1, 2]) {
      type(await screen.findByRole('combobox', { name: 'Tilføj kontaktperson' }), 'Mads');
      await fireEvent.click(await screen.findByRole('option', { name: /Mads Holm/ }));
      expect(await screen.findByRole('button', { name: 'Fjern Mads Holm' })).toBeTruthy();
    }
    expect(backend.choices).toHaveBeenCalledWith('contact', 'c1', 'Mads');
    expect(backend.addItem).toHaveBeenCalledTimes(1);
    expect(backend.addItem).toHaveBeenCalledWith({ kind: 'visit', id: 'v1' }, 'contacts', [{ path: 'contact', value: 'm' }]);
    screen.getByRole('button', { name: 'Fjern Mads Holm' }).click();
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Fjern Mads Holm' })).toBeNull());
  });

  it('offers the themes of the guide only for a visit about something concrete', async () => {
    backend.guide.mockResolvedValue({ form: { id: 'visit', sections: [{ id: 't1', title: 'Lokale kampagner', lead: null, question: null, fields: [] }] } });
    render(Visit, { id: 'v1' });
    await screen.findByRole('heading', { level: 1 });
    expect(screen.queryByLabelText('Lokale kampagner')).toBeNull();
    screen.getByLabelText('Besøg om noget konkret').click();
    (await screen.findByLabelText('Lokale kampagner')).click();
    await waitFor(() => expect(backend.setFields).toHaveBeenLastCalledWith(expect.anything(), [{ path: 'themes.t1.chosen', value: true }]));
  });

  it('keeps the preparation that is typed, and asks anew for what is known', async () => {
    render(Visit, { id: 'v1' });
    const notes = await screen.findByLabelText('Virksomhedens stillingsopslag lige nu');
    await waitFor(() => expect(backend.preparation).toHaveBeenCalledTimes(1));
    type(notes, 'Søger en kok');
    await fireEvent.blur(notes);
    await waitFor(() => expect(backend.saveDraft).toHaveBeenCalledWith(expect.anything(), 'preparation.postings', 'Søger en kok'));
    await waitFor(() => expect(backend.preparation).toHaveBeenCalledTimes(2));
  });
});

describe('what has been promised', () => {
  it('is ticked in place, can be unticked, and says when it is late', async () => {
    render(PromiseList, { promises: [promise('a', { due: '2026-11-20', late: true }), promise('b', { due: '2026-11-25' })] });
    expect(screen.getByText(/Skulle være gjort 20. november/)).toBeTruthy();
    expect(screen.getByText('Senest i morgen')).toBeTruthy();
    const box = screen.getByLabelText<HTMLInputElement>('Gjort: Ring til a');
    await fireEvent.click(box);
    await screen.findByText(/Gjort i dag/);
    expect(backend.setFields).toHaveBeenCalledWith({ kind: 'promise', id: 'a' }, [{ path: 'done_at', value: '2026-11-24' }]);
    await fireEvent.click(box);
    await waitFor(() => expect(backend.setFields).toHaveBeenLastCalledWith({ kind: 'promise', id: 'a' }, [{ path: 'done_at', value: null }]));
    expect(await violations()).toEqual([]);
  });

  it('follows what is undone', async () => {
    render(PromiseList, { promises: [promise('a')] });
    const box = screen.getByLabelText<HTMLInputElement>('Gjort: Ring til a');
    await fireEvent.click(box);
    await screen.findByText(/Gjort i dag/);
    changed({ ...saved, key: { kind: 'promise', id: 'a' }, fields: { text: 'Ring til a' } });
    await waitFor(() => expect(box.checked).toBe(false));
    expect(screen.queryByText(/Gjort i dag/)).toBeNull();
  });

  it('opens over the page, and the page hears when it has been edited', async () => {
    backend.open.mockResolvedValue({ ...saved, key: { kind: 'promise', id: 'a' }, title: 'Ring til a' });
    const edited = vi.fn();
    render(Dialogs);
    render(PromiseList, { promises: [promise('a')], onchanged: edited });
    await fireEvent.click(screen.getByRole('button', { name: 'Ring til a' }));
    const dialog = await screen.findByRole('dialog', { name: 'Ring til a' });
    expect(edited).not.toHaveBeenCalled();
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Færdig' }));
    await waitFor(() => expect(edited).toHaveBeenCalledTimes(1));
    expect(shell.record).toBeNull();
    expect(screen.queryByRole('dialog', { name: 'Ring til a' })).toBeNull();
  });

  it('is not ticked when that could not be saved', async () => {
    backend.setFields.mockRejectedValueOnce(refused);
    render(PromiseList, { promises: [promise('a')] });
    const box = screen.getByLabelText<HTMLInputElement>('Gjort: Ring til a');
    await fireEvent.click(box);
    expect((await screen.findByRole('alert')).textContent).toContain('Det lykkedes ikke.');
    expect(box.checked).toBe(false);
    expect(saving.unsettled).toBe(false);
  });
});

describe('the day', () => {
  const day = (visits: VisitRow[], promises: PromiseView[] = []): void =>
    void backend.today.mockResolvedValue({ contact: [], drafts: [], soon: [], companies: [], visits, promises });

  it('has one main action: the visit of today, otherwise a new order', async () => {
    day([row('v1', { starts_at: '2026-11-24T09:30:00Z' }), row('v2', { starts_at: '2026-11-25T09:30:00Z' })], [promise('a', { late: true, due: '2026-11-20' })]);
    const page = render(TodayPage);
    const open = await screen.findByRole('button', { name: 'Åbn besøget: Firma v1' });
    expect(document.querySelectorAll('[data-main]')).toHaveLength(1);
    expect(open.hasAttribute('data-main')).toBe(true);
    expect(screen.getByText(/Dit næste besøg er kl. 10.30/)).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'Det, du har lovet' })).toBeTruthy();
    expect(await violations()).toEqual([]);
    open.click();
    await waitFor(() => expect(route.path).toBe('/besoeg/v1/samtale'));
    page.unmount();
    day([row('v2', { starts_at: '2026-11-25T09:30:00Z' })]);
    render(TodayPage);
    await screen.findByRole('button', { name: 'Åbn besøget: Firma v2' });
    expect(document.querySelector('[data-main]')?.textContent).toBe('Opret jobordre');
  });
});

describe('the alignment of an order', () => {
  const lacking = { code: 'alignment_when', path: 'alignment.when', section: 'alignment', message: 'Skriv, hvornår virksomheden får kandidater.' } as const;
  const aligned = (more: Partial<AlignmentView> = {}): AlignmentView => ({
    form: ALIGNMENT,
    sentences: [
      { id: 'direct', title: 'Kan besættes direkte', lead: '', sentences: [{ text: 'Vi har nogen.', help: null }] },
      { id: 'substitution', title: 'Via substitution', lead: '', sentences: [{ text: 'Der er få.', help: null }] },
    ],
    missing: [lacking],
    done_at: null,
    ...more,
  });

  beforeEach(() => {
    const order = { status: 'open', sections: [], missing: [], hints: [], requirements: [], balance: { must: 0, searchable_must: 0, undecided: 0, verdict: 'empty', position: 0, message: '' }, profile: { rows: [], text: '', left_out: 0 } } as const;
    saved = record('job_order', { 'alignment.direct': true, 'alignment.message': 'Hej.' }, { order: { ...order, sections: [], missing: [], hints: [], requirements: [], profile: { rows: [], text: '', left_out: 0 } } });
    backend.alignment.mockResolvedValue(aligned());
  });

  it('puts sentences after what is written, and offers those that fit the need', async () => {
    render(Order, { id: 'v1', section: 'alignment' });
    (await screen.findByRole('button', { name: 'Sæt ind: Vi har nogen.' })).click();
    await waitFor(() => expect(screen.getByLabelText<HTMLTextAreaElement>('Det siger vi til virksomheden').value).toBe('Hej. Vi har nogen.'));
    expect(await screen.findByText('Står i beskeden')).toBeTruthy();
    const fits = (text: string) => screen.getByText(text).closest('details')?.open;
    expect([fits('»Vi har nogen.«'), fits('»Der er få.«')]).toEqual([true, false]);
    await waitFor(() => expect(backend.saveDraft).toHaveBeenCalledWith(expect.anything(), 'alignment.message', 'Hej. Vi har nogen.'));
    expect(await violations()).toEqual([]);
  });

  it('says what is missing before it can be ended, and then that it is', async () => {
    backend.completeAlignment.mockImplementation(async () => ({ done: false, missing: [lacking], view: saved }));
    render(Order, { id: 'v1', section: 'alignment' });
    const end = await screen.findByRole('button', { name: 'Afslut afstemningen' });
    expect(screen.queryByText(lacking.message)).toBeNull();
    expect(screen.getAllByText('1 ting mangler').length).toBeGreaterThan(0);
    end.click();
    const link = await screen.findByRole('button', { name: lacking.message });
    expect(screen.getByText('Én ting mangler, før afstemningen kan afsluttes')).toBeTruthy();
    link.click();
    await waitFor(() => expect(document.activeElement?.closest('fieldset')?.textContent).toContain('Hvornår kommer kandidaterne'));
    backend.completeAlignment.mockImplementation(async () => ({ done: true, missing: [], view: saved }));
    backend.alignment.mockResolvedValue(aligned({ missing: [], done_at: '2026-11-24T08:41:00Z' }));
    end.click();
    expect(await screen.findByText(/Afstemt i dag kl. 9.41/)).toBeTruthy();
    expect(screen.queryByText(/ting mangler/)).toBeNull();
  });
});
