import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Field, GuideView, Named, PathValue, PromiseView, RecordView, Scalar, SummaryView, Tool, Widget } from '../src/bindings';
import { go, route } from '../src/lib/route.svelte';
import { session } from '../src/lib/session.svelte';
import Conversation from '../src/screens/Conversation.svelte';
import VisitSummary from '../src/screens/VisitSummary.svelte';

const backend = vi.hoisted(() => ({
  addItem: vi.fn(),
  closeVisit: vi.fn(),
  discardDraft: vi.fn(),
  fromSentence: vi.fn(),
  guide: vi.fn(),
  leaveField: vi.fn(),
  moves: vi.fn(),
  moveToNewest: vi.fn(),
  open: vi.fn(),
  openMail: vi.fn(),
  reference: vi.fn(),
  reopenVisit: vi.fn(),
  saveDraft: vi.fn(),
  saveSummary: vi.fn(),
  setFields: vi.fn(),
  start: vi.fn(),
  summary: vi.fn(),
  summaryFindings: vi.fn(),
  syncStatus: vi.fn(),
}));
vi.mock('../src/bindings', async (original) => ({ ...(await original<object>()), ...backend }));

const AT = '2026-11-24T09:53:00Z';
const KEY = { kind: 'visit' as const, id: 'v1' };

const question = (id: string, label: string, widget: Widget = 'question_note', more: Partial<Field> = {}): Field => ({
  path: `answers.${id}.note`, label, hint: null, question: null, widget, choices: [], max_chars: 5000, show_when: null, d: [], wide: true, counts: true, ...more,
});
const tool = (id: string, name: string, more: Partial<Tool> = {}): Tool => ({ id, name, help: null, until: null, gone: false, ...more });

/** What is saved, as the commands answer it. */
let fields: Record<string, Scalar>;
let status: string;
let promises: PromiseView[];
let orders: Named[];
let notes: string[];
let newer: number | null;
let guide: GuideView;

function view(): RecordView {
  const parts = guide.form.sections.map(({ id, fields: asked }) => ({ id, asked: asked.filter(({ counts }) => counts).map(({ path }) => path.split('.')[1] ?? '') }));
  const answered = (id: string): boolean => {
    const mark = fields[`answers.${id}.touched`];
    return typeof mark === 'boolean' ? mark : Boolean(fields[`answers.${id}.note`]);
  };
  const all = parts.flatMap(({ asked }) => asked);
  const touched = all.filter(answered).length;
  return {
    key: KEY, title: '', subtitle: '', alive: true, fields: { ...fields }, lists: { notes, contacts: ['k'] }, problems: [],
    names: {
      company: { key: { kind: 'company', id: 'c' }, name: 'Nordhavn Kølelogistik A/S', detail: '' },
      'contacts.k.contact': { key: { kind: 'contact', id: 'm' }, name: 'Mads Holm', detail: 'driftsleder' },
    },
    saved_at: null, order: null, company: null, check: null,
    visit: {
      status, visible: guide.form.sections.flatMap((section) => section.fields.map(({ path }) => path.split('.')[1] ?? '')),
      coverage: { themes_touched: 0, themes: parts.length, questions_touched: touched, questions: all.length, parts: parts.map(({ id, asked }) => ({ part: id, touched: asked.filter(answered).length, questions: asked.length })) },
      untouched: all.filter((id) => !answered(id)), promises, orders, overlapping: [], days: 1, newer,
    },
  };
}

async function set(values: PathValue[]): Promise<RecordView> {
  for (const { path, value } of values) {
    if (value === null) delete fields[path];
    else fields[path] = value;
  }
  return view();
}

function type(control: HTMLElement, text: string): void {
  (control as HTMLInputElement).value = text;
  control.dispatchEvent(new Event('input', { bubbles: true }));
}
const press = (code: string, target: EventTarget = window): boolean => target.dispatchEvent(new KeyboardEvent('keydown', { code, key: code.slice(-1).toLowerCase(), altKey: true, bubbles: true, cancelable: true }));
const note = (name: string): HTMLTextAreaElement => screen.getByRole<HTMLTextAreaElement>('textbox', { name });
async function violations(): Promise<string[]> {
  const result = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  return result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
async function talk(): Promise<void> {
  render(Conversation, { id: 'v1' });
  await screen.findByRole('heading', { level: 1, name: 'Nordhavn Kølelogistik A/S' });
}

beforeEach(async () => {
  vi.clearAllMocks();
  [fields, status, promises, orders, notes, newer] = [{ type: 'follow_up' }, 'held', [], [], [], null];
  guide = {
    template: { kind: 'template', id: 't' }, title: 'Guide', version: 1, published: true,
    form: {
      id: 'visit',
      sections: [
        { id: 'p1', title: 'Hvad fylder nu', lead: 'Lyt først.', question: null, fields: [question('q1', 'Hvad er I optaget af?'), question('q2', 'Hvad er jeres udfordring?')] },
        { id: 'p2', title: 'Hvad vi kan tilbyde', lead: null, question: null, fields: [
          question('q3', 'Handler I ude?', 'question_choices', { choices: [{ value: 'c1', label: 'Nationalt' }, { value: 'c2', label: 'Internationalt' }] }),
          question('q4', 'Hvor mange er I?', 'question_number'),
          question('q5', 'Hvad kan I bruge?', 'question_tools'),
          question('q6', 'Hvor glade er I?', 'question_other', { counts: false }),
        ] },
        { id: 'p3', title: 'Lokale kampagner', lead: null, question: null, fields: [question('q7', 'Har I hørt om dem?')] },
      ],
    },
    tools: [{ question: 'q5', part: 'x', title: 'X', tools: [tool('t1', 'Mentor'), tool('t2', 'Jobrotation', { gone: true, until: '2026-07-01' })] }],
    earlier: { visit: { key: { kind: 'visit', id: 'v0' }, name: 'Besøg', detail: '' }, at: '2026-05-12T08:00:00Z', who: 'Søren Bech', answers: { q1: 'Lageret flytter.' } },
  };
  backend.syncStatus.mockResolvedValue({ state: 'saved_here', unsent: 0 });
  backend.start.mockResolvedValue({ state: 'open', session: { me: { employee: 'e', name: 'Maja', unit: 'u', unit_name: 'Ærø' }, last_place: null, recovered: null, locking: false } });
  const empty = { id: '', sections: [] };
  const types = { ...question('', 'Type'), path: 'type', widget: 'choice', choices: [{ value: 'follow_up', label: 'Opfølgningsbesøg' }] };
  backend.reference.mockResolvedValue({ visit: { id: 'visit', sections: [{ id: 'v', title: '', lead: null, question: null, fields: [types] }] }, promise: { id: 'promise', sections: [{ id: 'p', title: '', lead: null, question: null, fields: [{ ...question('', 'Hvad er aftalt'), path: 'text', widget: 'long_text' }] }] }, order: empty, municipalities: [] });
  backend.guide.mockImplementation(async () => guide);
  backend.open.mockImplementation(async (key: { id: string }) => (key.id === 'v1' ? view() : { ...view(), key, fields: { tasks: 'Vi mangler to.', text: 'Ring om fravær.' }, visit: null }));
  backend.saveDraft.mockImplementation(async (_key, path: string, value: Scalar) => (await set([{ path, value }]), { at: AT, problem: null }));
  backend.leaveField.mockImplementation(async () => view());
  backend.setFields.mockImplementation(async (_key, values: PathValue[]) => set(values));
  backend.discardDraft.mockImplementation(async (_key, path: string) => set([{ path, value: null }]));
  backend.addItem.mockImplementation(async (_key, list: string, values: PathValue[]) => {
    const id = `n${notes.length + 1}`;
    notes = [...notes, id];
    for (const { path, value } of values) fields[`${list}.${id}.${path}`] = value;
    return { id, view: view() };
  });
  backend.fromSentence.mockImplementation(async (_key, asked: string | null, text: string, use: string) => {
    if (use === 'job_order') orders = [...orders, { key: { kind: 'job_order', id: `o${orders.length + 1}` }, name: text, detail: '' }];
    else promises = [...promises, { key: { kind: 'promise', id: `p${promises.length + 1}` }, promise_type: use, text, due: '2026-12-08', owner: 'Maja', done_at: null, late: false, question: asked, quote: text, visit: null, company: null, order: null }];
    return { ...view(), key: use === 'job_order' ? orders.at(-1)?.key : promises.at(-1)?.key };
  });
  backend.closeVisit.mockImplementation(async () => ((status = 'closed'), view()));
  backend.reopenVisit.mockImplementation(async () => ((status = 'held'), view()));
  await session.start();
  go('/besoeg/v1/samtale', true);
});
afterEach(cleanup);

describe('a conversation', () => {
  it('shows company, themes and the questions of one theme, with last time beside', async () => {
    await talk();
    expect(screen.getByText('Opfølgningsbesøg hos Mads Holm, driftsleder')).toBeTruthy();
    const tabs = within(screen.getByRole('navigation', { name: 'Temaer i samtaleguiden' })).getAllByRole('link');
    expect(tabs.map((tab) => tab.textContent?.replace(/\s+/g, ' ').trim())).toEqual(['Hvad fylder nu , 0 af 2 berørt', 'Hvad vi kan tilbyde , 0 af 3 berørt', 'Lokale kampagner , 0 af 1 berørt']);
    expect(tabs[0]?.getAttribute('aria-current')).toBe('true');
    expect(screen.getByText('Sidst:', { selector: 'p' }).textContent).toContain('12. maj, Søren Bech');
    expect(screen.getByText('Lageret flytter.').closest('li')?.textContent).toContain('Hvad er I optaget af?');
    expect(screen.getByText('Ikke berørt sidst').closest('li')?.textContent).toContain('Hvad er jeres udfordring?');
    expect(await violations()).toEqual([]);
  });

  it('goes to any theme with Alt and its number, and puts focus at its heading', async () => {
    await talk();
    press('Digit3');
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Lokale kampagner: I dag'));
    expect(route.path).toBe('/besoeg/v1/samtale/p3');
    press('Digit9');
    press('Digit1');
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Hvad fylder nu: I dag'));
  });

  it('counts a question as touched from the first letter, and the user has the last word', async () => {
    await talk();
    const box = note('Hvad er I optaget af?');
    const check = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Berørt: Hvad er I optaget af?' });
    await fireEvent.focus(box);
    type(box, 'D');
    await waitFor(() => expect(check.checked).toBe(true));
    expect(screen.getByText('1 af 2 berørt')).toBeTruthy();
    expect(backend.saveDraft).not.toHaveBeenCalled();
    await fireEvent.blur(box);
    await waitFor(() => expect(backend.leaveField).toHaveBeenCalledWith(KEY, 'answers.q1.note'));
    expect(screen.getByText('1 af 2 berørt')).toBeTruthy();
    await fireEvent.click(check);
    await waitFor(() => expect(backend.setFields).toHaveBeenCalledWith(KEY, [{ path: 'answers.q1.touched', value: false }]));
    await waitFor(() => expect(screen.getByText('0 af 2 berørt')).toBeTruthy());
    expect(check.checked).toBe(false);
    expect(box.value).toBe('D');
  });

  it('touches nothing outside the note being typed in, however many questions there are', async () => {
    const many = Array.from({ length: 60 }, (_, index) => question(`m${index}`, `Spørgsmål ${index}`));
    guide.form.sections = [{ id: 'p1', title: 'Alt', lead: null, question: null, fields: many }];
    await talk();
    await waitFor(() => expect(document.querySelectorAll('.fm-q')).toHaveLength(60), { timeout: 10_000 });
    const box = note('Spørgsmål 30');
    await fireEvent.focus(box);
    type(box, 'Vi');
    await waitFor(() => expect(screen.getByText('1 af 60 berørt')).toBeTruthy());
    const changes: MutationRecord[] = [];
    const observer = new MutationObserver((records) => changes.push(...records));
    observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    for (const text of ['Vi ', 'Vi m', 'Vi ma', 'Vi man']) {
      type(box, text);
      await new Promise((done) => setTimeout(done));
    }
    observer.disconnect();
    expect(changes).toEqual([]);
  });

  it('says how much has been touched of everything, and that the guide has come in a newer version', async () => {
    await talk();
    expect(screen.getByText('0 af 6 spørgsmål berørt')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Guiden er kommet/ })).toBeNull();
    cleanup();
    newer = 3;
    backend.moves.mockResolvedValue({ from: 1, to: 3, tools_from: null, tools_to: null, changes: [], kept: [] });
    backend.moveToNewest.mockImplementation(async () => ((fields.guide = 't3'), (newer = null), view()));
    await talk();
    await fireEvent.click(screen.getByRole('button', { name: 'Guiden er kommet i version 3' }));
    guide = { ...guide, form: { ...guide.form, sections: guide.form.sections.slice(0, 1) } };
    await fireEvent.click(await screen.findByText('Flyt til den nye version', { selector: 'button' }));
    await waitFor(() => expect(within(screen.getByRole('navigation', { name: 'Temaer i samtaleguiden' })).getAllByRole('link')).toHaveLength(1));
  });

  it('keeps what is typed when another theme is shown', async () => {
    await talk();
    const box = note('Hvad er I optaget af?');
    box.focus();
    type(box, 'Frostlager');
    press('Digit3', box);
    await waitFor(() => expect(fields['answers.q1.note']).toBe('Frostlager'));
    press('Digit1');
    await waitFor(() => expect(note('Hvad er I optaget af?').value).toBe('Frostlager'));
  });
});

describe('a sentence', () => {
  async function write(text: string, cursor = text.length): Promise<HTMLTextAreaElement> {
    await talk();
    const box = note('Hvad er I optaget af?');
    box.focus();
    type(box, text);
    box.setSelectionRange(cursor, cursor);
    await screen.findByRole('group', { name: 'Gør sætningen til' });
    return box;
  }

  it('becomes an agreement with Alt+A; the note stays and the sentence is marked in it', async () => {
    const box = await write('Lageret åbner. Vi ringer i marts. Mads viser rundt.', 20);
    press('KeyA', box);
    await waitFor(() => expect(backend.fromSentence).toHaveBeenCalledWith(KEY, 'q1', 'Vi ringer i marts.', 'agreement'));
    expect(await screen.findByText('Vi ringer i marts.', { exact: false, selector: '.fm-made > span' })).toBeTruthy();
    expect(box.value).toBe('Lageret åbner. Vi ringer i marts. Mads viser rundt.');
    expect(document.activeElement).toBe(box);
    expect(document.querySelector('.fm-answer mark')).toBeNull();
    box.blur();
    await waitFor(() => expect(document.querySelector('.fm-answer mark')?.textContent).toBe('Vi ringer i marts.'));
    press('KeyA');
    expect(await screen.findByText('Sætningen er allerede gjort til: Aftale.')).toBeTruthy();
    expect(backend.fromSentence).toHaveBeenCalledTimes(1);
    expect(screen.getByText('Fra besøget:').parentElement?.textContent).toContain('1 aftale');
    expect(await violations()).toEqual([]);
    screen.getByRole('button', { name: /^Ret\s?Aftale/ }).click();
    expect(await screen.findByRole('dialog')).toBeTruthy();
  });

  it('stays linked to its promise after the promise and then the note have been edited', async () => {
    fields['answers.q1.note'] = 'De vil se annoncer. Alt er fint.';
    promises = [{ key: { kind: 'promise', id: 'p1' }, promise_type: 'agreement', text: 'Sende tre annoncer', due: null, owner: 'Maja', done_at: null, late: false, question: 'q1', quote: 'De vil se annoncer.', visit: null, company: null, order: null }];
    await talk();
    expect(document.querySelector('.fm-answer-text mark')?.textContent).toBe('De vil se annoncer.');
    expect(document.querySelector('.fm-made')?.textContent).toContain('Sende tre annoncer');
    expect(screen.queryByText(/Noten sagde/)).toBeNull();
    const box = note('Hvad er I optaget af?');
    await fireEvent.focus(box);
    type(box, 'Alt er fint.');
    expect(await screen.findByText('Noten sagde: »De vil se annoncer.«')).toBeTruthy();
  });

  it('is the selected words when some are selected, and every use has its button', async () => {
    const box = await write('Lageret åbner. Vi mangler to. Mads viser rundt.');
    box.setSelectionRange(18, 28);
    for (const [name, use] of [['Jobordre', 'job_order'], ['Opfølgning', 'follow_up'], ['Ønske om sparring', 'sparring']] as const) {
      await fireEvent.click(screen.getByRole('button', { name: name }));
      await waitFor(() => expect(backend.fromSentence).toHaveBeenLastCalledWith(KEY, 'q1', 'mangler to', use));
      await waitFor(() => expect(screen.getByText('Fra besøget:').parentElement?.textContent).toContain(name.toLowerCase()));
    }
  });

  it('as a job order stands under its note with a way to open it, also next time', async () => {
    fields['answers.q2.note'] = 'De har travlt. Vi mangler to. Mads viser rundt.';
    orders = [{ key: { kind: 'job_order', id: 'o1' }, name: 'Ny jobordre', detail: '' }];
    await talk();
    const link = await screen.findByRole('link', { name: /^Åbn\s?jobordren Vi mangler to\.$/ });
    expect(link.getAttribute('href')).toBe('#/jobordrer/o1');
    expect(link.closest('li')?.textContent).toContain('Hvad er jeres udfordring?');
    expect(document.querySelector('.fm-answer mark')?.textContent).toBe('Vi mangler to.');
  });

  it('that could not be made something of leaves the note and says why', async () => {
    const box = await write('Vi ringer i marts.');
    backend.fromSentence.mockRejectedValueOnce({ code: 'internal', happened: 'Det lykkedes ikke.', kept: 'Noten er gemt.', todo: 'Prøv igen.' });
    press('KeyO', box);
    expect(await screen.findByText('Det lykkedes ikke.')).toBeTruthy();
    expect(box.value).toBe('Vi ringer i marts.');
  });
});

describe('answers with a shape', () => {
  it('are saved as they are chosen, and an ended tool says so', async () => {
    fields['answers.q6.note'] = 'Ganske glade';
    go('/besoeg/v1/samtale/p2', true);
    await talk();
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Internationalt' }));
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Interesseret: Mentor' }));
    await waitFor(() => expect(backend.setFields).toHaveBeenCalledTimes(2));
    expect(backend.setFields.mock.calls.map(([, values]) => values[0])).toEqual([{ path: 'picks.c2.chosen', value: true }, { path: 'tools.t1.interested', value: true }]);
    const many = screen.getByRole('textbox', { name: 'Antal: Hvor mange er I?' });
    await fireEvent.focus(many);
    type(many, '12');
    await fireEvent.blur(many);
    await waitFor(() => expect(fields['answers.q4.number']).toBe(12));
    expect(screen.getByText('Udgået 1. juli')).toBeTruthy();
    expect(screen.getByText('Ganske glade')).toBeTruthy();
    expect(screen.queryByRole('textbox', { name: /Hvor glade er I/ })).toBeNull();
    expect(screen.queryByRole('checkbox', { name: 'Berørt: Hvor glade er I?' })).toBeNull();
    expect(await violations()).toEqual([]);
  });
});

describe('a quick note', () => {
  it('is kept while it is written, and becomes a note of the visit', async () => {
    await talk();
    press('KeyN');
    const box = note('Hurtig note');
    expect(document.activeElement).toBe(box);
    type(box, 'Ring til Anna ');
    await fireEvent.click(screen.getByRole('button', { name: 'Gem note' }));
    await waitFor(() => expect(backend.addItem).toHaveBeenCalledWith(KEY, 'notes', [{ path: 'text', value: 'Ring til Anna' }, { path: 'at', value: expect.stringMatching(/^\d{4}-.*:\d\dZ$/) }]));
    await waitFor(() => expect((box as HTMLElement as HTMLInputElement).value).toBe(''));
    expect(screen.getByRole('button', { name: '1 note' })).toBeTruthy();
    screen.getByRole('button', { name: '1 note' }).click();
    expect((await screen.findByRole<HTMLTextAreaElement>('textbox', { name: /^Note 1, kl/ })).value).toBe('Ring til Anna');
  });

  it('leaves whoever has gone on where they are when the note is on disk', async () => {
    await talk();
    const box = note('Hurtig note');
    type(box, 'Ring til Anna');
    await fireEvent.submit(box.closest('form') as HTMLFormElement);
    expect(document.activeElement).toBe(box);
    press('Digit2');
    await waitFor(() => expect((box as HTMLElement as HTMLInputElement).value).toBe(''));
    expect(document.activeElement?.tagName).toBe('H2');
  });
});

describe('ending a visit', () => {
  beforeEach(() => {
    fields['answers.q1.note'] = 'Frostlager';
    backend.summary.mockResolvedValue({ text: 'Besøg\n\nDet kan vi tage næste gang\n- Hvad vi kan tilbyde\n- Lokale kampagner\n\nVenlig hilsen\n', saved: null, saved_at: null, findings: [], mail_to: [], subject: 'Besøg' } satisfies SummaryView);
  });

  it('says first what has not been touched, never stands in the way, and asks what the summary is to say', async () => {
    await talk();
    await fireEvent.click(screen.getByRole('button', { name: 'Afslut besøget' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('Skal det stå i resuméet?');
    expect(dialog.textContent).toContain('Lokale kampagner er ikke berørt.');
    expect(dialog.textContent?.replace(/\s+/g, ' ')).toContain('Hvad fylder nu, 1 af 2 berørt');
    expect(backend.closeVisit).not.toHaveBeenCalled();
    expect(await violations()).toEqual([]);
    await fireEvent.click(within(dialog).getByRole('checkbox', { name: /Lokale kampagner/ }));
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Afslut besøget' }));
    await waitFor(() => expect(route.path).toBe('/besoeg/v1/resume'));
    expect(fields['summary.text']).toBe('Besøg\n\nDet kan vi tage næste gang\n- Hvad vi kan tilbyde\n\nVenlig hilsen\n');
  });

  it('leads from a question that was forgotten straight to it', async () => {
    await talk();
    await fireEvent.click(screen.getByRole('button', { name: 'Afslut besøget' }));
    await fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Har I hørt om dem?' }));
    await waitFor(() => expect(document.activeElement).toBe(note('Har I hørt om dem?')));
    expect(backend.closeVisit).not.toHaveBeenCalled();
  });

  it('takes along the quick note that was not saved, and leaves a text that has been written alone', async () => {
    fields['summary.text'] = 'Min egen tekst';
    await talk();
    type(note('Hurtig note'), 'Husk kørekort');
    await fireEvent.click(screen.getByRole('button', { name: 'Afslut besøget' }));
    const dialog = await screen.findByRole('dialog');
    expect(fields['notes.n1.text']).toBe('Husk kørekort');
    expect(within(dialog).queryByRole('checkbox')).toBeNull();
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Afslut besøget' }));
    await waitFor(() => expect(route.path).toBe('/besoeg/v1/resume'));
    expect(fields['summary.text']).toBe('Min egen tekst');
  });
});

describe('the summary', () => {
  const made = (more: Partial<SummaryView> = {}): SummaryView => ({ text: 'Lavet af besøget.\n', saved: null, saved_at: null, findings: [], mail_to: ['mads@nordhavn.example'], subject: 'Besøg', ...more });
  const findings = (text: string): { kind: 'cpr'; from: number; to: number }[] => [...text.matchAll(/\d{6}-\d{4}/g)].map((hit) => ({ kind: 'cpr', from: hit.index, to: hit.index + hit[0].length }));

  beforeEach(() => {
    backend.summary.mockImplementation(async () => made({ saved: typeof fields['summary.text'] === 'string' ? fields['summary.text'] : null, findings: findings(String(fields['summary.text'] ?? '')) }));
    backend.summaryFindings.mockImplementation(async (_key, text: string) => findings(text));
    backend.saveSummary.mockImplementation(async () => view());
    backend.openMail.mockResolvedValue(true);
  });
  async function page(): Promise<HTMLTextAreaElement> {
    render(VisitSummary, { id: 'v1' });
    return screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Teksten' });
  }

  it('begins with the text of the visit, keeps what is written, and is saved when asked', async () => {
    const box = await page();
    expect(box.value).toBe('Lavet af besøget.\n');
    expect(fields['summary.text']).toBeUndefined();
    box.focus();
    type(box, 'Rettet.');
    await fireEvent.click(screen.getByRole('button', { name: 'Gem resuméet' }));
    await waitFor(() => expect(backend.saveSummary).toHaveBeenCalledWith(KEY));
    expect(fields['summary.text']).toBe('Rettet.');
    expect(await violations()).toEqual([]);
  });

  it('points out what looks like a citizen, selects it, and refuses the mail until it has been looked at', async () => {
    fields['summary.text'] = 'Vi talte om 010190-1234 i dag.';
    const box = await page();
    expect(await screen.findByRole('heading', { name: '1 sted kan handle om en borger' })).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: '010190-1234, vis i teksten' }));
    await waitFor(() => expect(box.value.slice(box.selectionStart, box.selectionEnd)).toBe('010190-1234'));
    expect(document.activeElement).toBe(box);
    await fireEvent.click(screen.getByRole('button', { name: 'Åbn som mail' }));
    expect(await screen.findByText(/Mailen er ikke åbnet/)).toBeTruthy();
    expect(backend.openMail).not.toHaveBeenCalled();
    expect(await violations()).toEqual([]);
    await fireEvent.click(screen.getByRole('checkbox', { name: /Jeg har set på stederne/ }));
    await fireEvent.click(screen.getByRole('button', { name: 'Åbn som mail' }));
    await waitFor(() => expect(backend.openMail).toHaveBeenCalledWith(KEY, true));
    box.focus();
    type(box, 'Vi talte om 020290-1234 i dag.');
    await fireEvent.click(screen.getByRole('button', { name: 'Åbn som mail' }));
    expect(await screen.findByText(/Mailen er ikke åbnet/)).toBeTruthy();
    expect(backend.openMail).toHaveBeenCalledTimes(1);
  });

  it('asks before a text that has been edited is made anew, and brings it back', async () => {
    fields['summary.text'] = 'Min tekst.';
    expect((await page()).value).toBe('Min tekst.');
    await fireEvent.click(screen.getByRole('button', { name: 'Lav teksten på ny' }));
    await fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Behold min tekst' }));
    expect(fields['summary.text']).toBe('Min tekst.');
    await fireEvent.click(screen.getByRole('button', { name: 'Lav teksten på ny' }));
    await fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Lav den på ny' }));
    await waitFor(() => expect(note('Teksten').value).toBe('Lavet af besøget.\n'));
    await fireEvent.click(await screen.findByRole('button', { name: 'Hent min tekst tilbage' }));
    await waitFor(() => expect(note('Teksten').value).toBe('Min tekst.'));
    expect(fields['summary.text']).toBe('Min tekst.');
  });
});
