import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GuideView, PathValue, RecordKey, RecordView, Scalar, TemplateFamily, TemplateProblem, TemplateRow } from '../src/bindings';
import { route } from '../src/lib/route.svelte';
import Template from '../src/screens/Template.svelte';
import Templates from '../src/screens/Templates.svelte';
import { choicesOf, ELSEWHERE, partsOf, remedyOf, type Source } from '../src/screens/template/draft';

const backend = vi.hoisted(() => ({
  templates: vi.fn(),
  newVersion: vi.fn(),
  discard: vi.fn(),
  open: vi.fn(),
  guide: vi.fn(),
  saveDraft: vi.fn(),
  leaveField: vi.fn(),
  setFields: vi.fn(),
  discardDraft: vi.fn(),
  addItem: vi.fn(),
  removeItem: vi.fn(),
  moveItem: vi.fn(),
  history: vi.fn(),
  templateChanges: vi.fn(),
  publish: vi.fn(),
}));
vi.mock('../src/bindings', async (original) => ({ ...(await original<object>()), ...backend }));

const KEY: RecordKey = { kind: 'template', id: 'd1' };
const BASE: RecordKey = { kind: 'template', id: 'b1' };
const HTML = 'Hvad <img src=x onerror=alert(1)> laver I?';

const row = (key: RecordKey, version: number, more: Partial<TemplateRow> = {}): TemplateRow => ({ key, title: 'Samtaleguide', version, status: 'published', published_at: '2025-11-03T09:00:00Z', used: 12, ...more });
const family = (more: Partial<TemplateFamily> = {}): TemplateFamily => ({ template_use: 'visit', title: 'Samtaleguide', published: row(BASE, 1), draft: null, versions: [row(BASE, 1)], ...more });

/** A backend that holds one template. */
let fields: Record<string, Scalar>;
let lists: Record<string, string[]>;
const view = (key = KEY): RecordView => ({ key, title: String(fields.title ?? ''), subtitle: '', alive: true, fields: { ...fields }, lists: structuredClone(lists), problems: [], names: {}, saved_at: null, order: null, company: null, visit: null, check: null });

async function violations(): Promise<string[]> {
  const result = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  return result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const rows = () => [...document.querySelectorAll('[data-question]')].map((each) => each.getAttribute('data-question'));
const rowOf = (id: string) => document.querySelector<HTMLElement>(`[data-question="${id}"]`) as HTMLElement;
async function opened(section?: string): Promise<void> {
  render(Template, { id: 'd1', section });
  await screen.findByRole('heading', { level: 1 });
  await waitFor(() => expect(backend.templates).toHaveBeenCalled());
  await new Promise((done) => setTimeout(done));
}

beforeEach(() => {
  vi.clearAllMocks();
  route.go('/skabeloner/d1', true);
  fields = {
    use: 'visit',
    title: 'Samtaleguide',
    version: 2,
    status: 'draft',
    based_on: 'b1',
    'parts.p1.title': 'Kendskab',
    'parts.p2.title': 'Fremtid',
    'questions.q1.part': 'p1',
    'questions.q1.text': HTML,
    'questions.q1.kind': 'note',
    'questions.q2.part': 'p1',
    'questions.q2.text': 'Hvor handler I?',
    'questions.q2.kind': 'choice',
    'questions.q2.visits': 'first',
    'questions.q3.part': 'p2',
    'questions.q3.text': 'Hvad ser I for jer?',
    'questions.q3.kind': 'note',
    'questions.q9.part': 'p1',
    'questions.q9.text': 'Hvem er I?',
    'questions.q9.kind': 'note',
    'choices.c1.question': 'q2',
    'choices.c1.label': 'Nationalt',
    'choices.c2.question': 'q2',
    'choices.c2.label': 'Internationalt',
  };
  lists = { parts: ['p1', 'p2'], questions: ['q1', 'q3', 'q2', 'q9'], choices: ['c1', 'c2'] };
  backend.templates.mockResolvedValue([family({ draft: row(KEY, 2, { status: 'draft', published_at: null, used: 0 }) })]);
  backend.open.mockImplementation(async (key: RecordKey) => (key.id === BASE.id ? { ...view(BASE), lists: { parts: ['p1', 'p2'], questions: ['q1', 'q2', 'q3'] } } : view()));
  backend.guide.mockResolvedValue({ tools: [] });
  backend.history.mockResolvedValue([{ action: 'a1' }]);
  backend.discardDraft.mockImplementation(async (_key: RecordKey, path: string) => {
    delete fields[path];
    return view();
  });
  backend.saveDraft.mockImplementation(async (_key: RecordKey, path: string, value: Scalar) => {
    fields[path] = value;
    return { at: '2026-11-21T10:00:00Z', problem: null };
  });
  backend.leaveField.mockImplementation(async () => view());
  backend.setFields.mockImplementation(async (_key: RecordKey, values: PathValue[]) => {
    for (const { path, value } of values) fields[path] = value;
    return view();
  });
  backend.addItem.mockImplementation(async (_key: RecordKey, list: string, values: PathValue[]) => {
    lists[list] = [...(lists[list] ?? []), 'new1'];
    for (const { path, value } of values) fields[`${list}.new1.${path}`] = value;
    return { id: 'new1', view: view() };
  });
  backend.removeItem.mockImplementation(async (_key: RecordKey, list: string, item: string) => {
    lists[list] = (lists[list] ?? []).filter((each) => each !== item);
    return view();
  });
  backend.moveItem.mockImplementation(async (_key: RecordKey, list: string, item: string, before: string | null) => {
    const rest = (lists[list] ?? []).filter((each) => each !== item);
    rest.splice(before === null ? rest.length : rest.indexOf(before), 0, item);
    lists[list] = rest;
    return view();
  });
});
afterEach(async () => {
  cleanup();
  await Promise.resolve();
});

describe('a draft', () => {
  const source = (): Source => ({ value: (path) => fields[path] ?? null, lists });

  it('reads its parts in order, and keeps questions whose part is gone', () => {
    fields['questions.q3.part'] = 'gone';
    expect(partsOf(source()).map(({ id, questions }) => [id, questions])).toEqual([['p1', ['q1', 'q2', 'q9']], ['p2', []], [ELSEWHERE, ['q3']]]);
    expect(choicesOf(source()).get('q2')).toEqual(['c1', 'c2']);
  });

  it('knows where each problem is put right', () => {
    const at = (code: TemplateProblem['code'], question: string | null) => remedyOf({ code, question }, source());
    expect(at('no_title', null)).toEqual({ part: null, question: null, path: 'title' });
    expect(at('empty_text', 'p2')).toEqual({ part: 'p2', question: null, path: 'parts.p2.title' });
    expect(at('empty_text', 'c2')).toEqual({ part: 'p1', question: 'q2', path: 'choices.c2.label' });
    expect(at('no_choices', 'q2')).toEqual({ part: 'p1', question: 'q2', path: 'new_choice.q2' });
    expect(at('circle', 'q3')).toEqual({ part: 'p2', question: 'q3', path: 'questions.q3.when_choice' });
    expect(at('nothing', null).path).toBe('new_question.p1');
    expect(at('empty_part', 'p2')).toEqual({ part: 'p2', question: null, path: 'new_question.p2' });
  });
});

describe('the list of templates', () => {
  it('shows what is in use, the draft and every version', async () => {
    const draft = row(KEY, 2, { status: 'draft', published_at: null, used: 0 });
    backend.templates.mockResolvedValue([family({ draft, versions: [draft, row(BASE, 1)] }), family({ template_use: 'tools', title: 'Redskabsvifte', published: null, versions: [] })]);
    render(Templates);
    expect((await screen.findByRole('link', { name: 'Samtaleguide, version 1' })).getAttribute('href')).toBe('#/skabeloner/b1');
    expect(screen.getByText('I brug siden 3. november 2025 · brugt i 12 besøg', { selector: '.fm-family-text > p *' })).toBeTruthy();
    expect(screen.getByRole('link', { name: /Fortsæt på version 2/ }).getAttribute('href')).toBe('#/skabeloner/d1');
    expect(screen.getByText('Programmets egen bruges, indtil I laver jeres egen.')).toBeTruthy();
    expect(screen.getAllByRole('button', { name: /^Lav en ny udgave/ })).toHaveLength(1);
    expect(await violations()).toEqual([]);
  });

  it('makes a new version and opens it', async () => {
    backend.templates.mockResolvedValue([family()]);
    backend.newVersion.mockResolvedValue(view());
    render(Templates);
    await fireEvent.click(await screen.findByRole('button', { name: /^Lav en ny udgave/ }));
    await waitFor(() => expect(route.path).toBe('/skabeloner/d1'));
    expect(backend.newVersion).toHaveBeenCalledWith('visit', 'latest');
  });

  it('begins again from the standard, and asks before a draft is put aside', async () => {
    backend.newVersion.mockResolvedValue({ ...view(), key: { kind: 'template', id: 'd2' } });
    backend.discard.mockResolvedValue(view());
    render(Templates);
    await fireEvent.click(await screen.findByRole('button', { name: /^Begynd forfra fra standarden/ }));
    const dialog = await screen.findByRole('dialog', { name: 'Begynd forfra fra standarden' });
    expect(dialog.textContent).toContain('30 dage');
    expect(backend.newVersion).not.toHaveBeenCalled();
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Begynd forfra' }));
    await waitFor(() => expect(route.path).toBe('/skabeloner/d2'));
    expect(backend.discard).toHaveBeenCalledWith(KEY);
    expect(backend.newVersion).toHaveBeenCalledWith('visit', 'default');
  });
});

describe('the editor', () => {
  it('shows the questions of one part as text', async () => {
    await opened();
    expect(rows()).toEqual(['q1', 'q2', 'q9']);
    expect(rowOf('q1').textContent).toContain(HTML);
    expect(document.querySelector('img')).toBeNull();
    expect(rowOf('q2').textContent).toContain('Ét svar · 2 svar at vælge · Førstegangsbesøg');
    expect(await violations()).toEqual([]);
  });

  it('opens one question at a time, with focus in its words, and keeps what is written', async () => {
    await opened();
    await fireEvent.click(within(rowOf('q1')).getByRole('button', { name: /^Ret/ }));
    const text = within(rowOf('q1')).getByRole('textbox', { name: 'Spørgsmålet' });
    await waitFor(() => expect(document.activeElement).toBe(text));
    await fireEvent.input(text, { target: { value: 'Hvad laver I?' } });
    text.blur();
    await waitFor(() => expect(fields['questions.q1.text']).toBe('Hvad laver I?'));
    expect(await violations()).toEqual([]);
    await fireEvent.click(within(rowOf('q2')).getByRole('button', { name: /^Ret/ }));
    expect(within(rowOf('q1')).queryByRole('textbox')).toBeNull();
    await fireEvent.keyDown(within(rowOf('q2')).getByRole('textbox', { name: 'Spørgsmålet' }), { key: 'Escape' });
    expect(within(rowOf('q2')).queryByRole('textbox')).toBeNull();
  });

  it('takes out what was published and puts it in again, and removes only what is new', async () => {
    await opened();
    await fireEvent.click(within(rowOf('q1')).getByRole('button', { name: /^Ret/ }));
    expect(within(rowOf('q1')).queryByRole('button', { name: /^Fjern/ })).toBeNull();
    await fireEvent.click(within(rowOf('q1')).getByRole('button', { name: /^Tag ud/ }));
    await waitFor(() => expect(fields['questions.q1.retired']).toBe(true));
    expect(within(rowOf('q1')).getByText('Taget ud')).toBeTruthy();
    await fireEvent.click(await within(rowOf('q1')).findByRole('button', { name: /^Sæt ind igen/ }));
    await waitFor(() => expect(fields['questions.q1.retired']).toBeNull());
    await fireEvent.click(within(rowOf('q9')).getByRole('button', { name: /^Ret/ }));
    await fireEvent.click(within(rowOf('q9')).getByRole('button', { name: 'Fjern spørgsmålet' }));
    await waitFor(() => expect(rows()).toEqual(['q1', 'q2']));
    expect(await screen.findByText('»Hvem er I?« er fjernet.')).toBeTruthy();
  });

  it('never deletes while it is not known what was published', async () => {
    backend.open.mockImplementation(async (key: RecordKey) => {
      if (key.id === BASE.id) throw new Error('not here');
      return view();
    });
    await opened();
    await fireEvent.click(within(rowOf('q9')).getByRole('button', { name: /^Ret/ }));
    expect(within(rowOf('q9')).getByRole('button', { name: /^Tag ud/ })).toBeTruthy();
    expect(within(rowOf('q9')).queryByRole('button', { name: 'Fjern spørgsmålet' })).toBeNull();
  });

  it('moves a question within its part with Alt and an arrow, and keeps focus on it', async () => {
    await opened();
    const edit = within(rowOf('q2')).getByRole('button', { name: /^Ret/ });
    edit.focus();
    await fireEvent.keyDown(edit, { key: 'ArrowUp', altKey: true });
    await waitFor(() => expect(rows()).toEqual(['q2', 'q1', 'q9']));
    expect(document.activeElement).toBe(edit);
    expect(route.path).toBe('/skabeloner/d1');
    await fireEvent.keyDown(edit, { key: 'ArrowUp', altKey: true });
    expect(backend.moveItem).toHaveBeenCalledTimes(1);
    await fireEvent.click(within(rowOf('q1')).getByRole('button', { name: /^Flyt ned/ }));
    await waitFor(() => expect(rows()).toEqual(['q2', 'q9', 'q1']));
  });

  it('adds a question to the part that is open', async () => {
    await opened();
    const box = screen.getByRole('textbox', { name: 'Nyt spørgsmål' });
    box.focus();
    await fireEvent.input(box, { target: { value: 'Hvad kan vi gøre?' } });
    await fireEvent.keyDown(box, { key: 'Enter' });
    await waitFor(() => expect(rows()).toEqual(['q1', 'q2', 'q9', 'new1']));
    expect(backend.addItem).toHaveBeenCalledWith(KEY, 'questions', [
      { path: 'part', value: 'p1' },
      { path: 'text', value: 'Hvad kan vi gøre?' },
      { path: 'kind', value: 'note' },
    ]);
    await waitFor(() => expect((box as HTMLInputElement).value).toBe(''));
    expect(document.activeElement).toBe(box);
  });

  it('chooses how a question is answered, for which visits and after which answer', async () => {
    await opened();
    await fireEvent.click(within(rowOf('q1')).getByRole('button', { name: /^Ret/ }));
    await fireEvent.change(within(rowOf('q1')).getByRole('combobox', { name: 'Sådan besvares det' }), { target: { value: 'number' } });
    await waitFor(() => expect(fields['questions.q1.kind']).toBe('number'));
    await fireEvent.click(within(rowOf('q1')).getByRole('checkbox', { name: 'Opfølgningsbesøg' }));
    await waitFor(() => expect(fields['questions.q1.visits']).toBe('follow_up'));
    await fireEvent.change(within(rowOf('q1')).getByRole('combobox', { name: 'Vises' }), { target: { value: 'q2/c2' } });
    await waitFor(() => expect([fields['questions.q1.when_question'], fields['questions.q1.when_choice']]).toEqual(['q2', 'c2']));
    await fireEvent.change(within(rowOf('q1')).getByRole('combobox', { name: 'Tema' }), { target: { value: 'p2' } });
    await waitFor(() => expect(rows()).toEqual(['q2', 'q9']));
  });

  it('adds, moves and removes what can be chosen', async () => {
    await opened();
    await fireEvent.click(within(rowOf('q2')).getByRole('button', { name: /^Ret/ }));
    const labels = () => within(rowOf('q2')).getAllByRole('textbox', { name: /^Svar \d/ }).map((each) => (each as HTMLInputElement).value);
    expect(labels()).toEqual(['Nationalt', 'Internationalt']);
    const box = within(rowOf('q2')).getByRole('textbox', { name: 'Nyt svar' });
    await fireEvent.input(box, { target: { value: 'Lokalt' } });
    await fireEvent.click(within(rowOf('q2')).getByRole('button', { name: /^Tilføj/ }));
    await waitFor(() => expect(labels()).toEqual(['Nationalt', 'Internationalt', 'Lokalt']));
    await fireEvent.click(within(rowOf('q2')).getByRole('button', { name: /^Flyt svaret Lokalt op/ }));
    await waitFor(() => expect(labels()).toEqual(['Nationalt', 'Lokalt', 'Internationalt']));
    expect(rows()).toEqual(['q1', 'q2', 'q9']);
    await fireEvent.click(within(rowOf('q2')).getByRole('button', { name: /^Fjern: Nationalt/ }));
    await waitFor(() => expect(labels()).toEqual(['Lokalt', 'Internationalt']));
  });

  it('shows a kind from a newer version, and leaves it alone', async () => {
    fields['questions.q1.kind'] = 'drawing';
    await opened();
    await fireEvent.click(within(rowOf('q1')).getByRole('button', { name: /^Ret/ }));
    expect(rowOf('q1').textContent).toContain('Ukendt slags (drawing). Den kommer fra en nyere udgave af programmet');
    expect(within(rowOf('q1')).queryByRole('combobox', { name: 'Sådan besvares det' })).toBeNull();
  });

  it('gives a tool the day it goes out of use', async () => {
    fields.use = 'tools';
    fields['questions.q1.kind'] = 'tool';
    await opened();
    await fireEvent.click(within(rowOf('q1')).getByRole('button', { name: /^Ret/ }));
    const boxes = within(within(rowOf('q1')).getByRole('group', { name: 'Udgået fra' })).getAllByRole('textbox');
    for (const [index, text] of ['1', '2', '2026'].entries()) await fireEvent.input(boxes[index] as HTMLElement, { target: { value: text } });
    await fireEvent.focusOut(boxes[2] as HTMLElement);
    await waitFor(() => expect(fields['questions.q1.until']).toBe('2026-02-01'));
    expect(rowOf('q1').textContent).toContain('udgået fra 1. februar');
    expect(within(rowOf('q1')).queryByText('Besøgstyper')).toBeNull();
  });

  it('adds a part with focus in its name, moves it, and removes it again while it is new and empty', async () => {
    await opened();
    expect(screen.queryByRole('button', { name: 'Fjern temaet' })).toBeNull();
    await fireEvent.click(button('Nyt tema'));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Temaets navn' })));
    expect(route.path).toBe('/skabeloner/d1/new1');
    await fireEvent.click(button('Flyt temaet op'));
    await waitFor(() => expect(lists.parts).toEqual(['p1', 'new1', 'p2']));
    await fireEvent.click(button('Fjern temaet'));
    await waitFor(() => expect(lists.parts).toEqual(['p1', 'p2']));
  });

  it('draws only the part that is open, however many questions there are', async () => {
    lists.parts = Array.from({ length: 20 }, (_, index) => `p${index}`);
    lists.questions = [];
    for (let at = 0; at < 500; at += 1) {
      lists.questions.push(`x${at}`);
      fields[`questions.x${at}.part`] = `p${at % 20}`;
      fields[`questions.x${at}.text`] = `Spørgsmål ${at}`;
    }
    await opened('p3');
    expect(rows()).toHaveLength(25);
    expect(document.querySelectorAll('textarea')).toHaveLength(0);
    expect(screen.getAllByText('25 spørgsmål')).toHaveLength(20);
  });
});

describe('publishing', () => {
  const changes = [{ question: 'q9', kind: 'added', title: 'Hvem er I?', before: null, after: 'Hvem er I?', answered: false }];

  it('shows what changes and takes the version into use', async () => {
    backend.templateChanges.mockResolvedValue(changes);
    backend.publish.mockImplementation(async () => {
      fields.status = 'published';
      return { done: true, problems: [], view: view() };
    });
    await opened();
    await fireEvent.click(button('Udgiv'));
    const dialog = await screen.findByRole('dialog', { name: 'Udgiv version 2' });
    expect(await within(dialog).findByText('1 ændring siden den forrige version')).toBeTruthy();
    expect(await violations()).toEqual([]);
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Udgiv version 2' }));
    expect(await screen.findByText(/taget i brug og ændres ikke mere/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Udgiv' })).toBeNull();
  });

  it('lists what is wrong as links that lead to the field', async () => {
    backend.templateChanges.mockResolvedValue([]);
    backend.publish.mockImplementation(async () => ({
      done: false,
      problems: [
        { code: 'empty_text', question: 'q3', sentence: 'Her mangler en tekst.' },
        { code: 'empty_text', question: 'p2', sentence: 'Her mangler et navn.' },
        { code: 'no_title', question: null, sentence: 'Giv skabelonen et navn.' },
      ],
      view: view(),
    }));
    await opened();
    await fireEvent.click(button('Udgiv'));
    await fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Udgiv version 2' }));
    const summary = (await screen.findByText('Tre ting skal rettes, før udgaven kan bruges')).closest<HTMLElement>('[role=alert]') as HTMLElement;
    await waitFor(() => expect(document.activeElement).toBe(summary));
    expect(await violations()).toEqual([]);
    await fireEvent.click(within(summary).getByRole('button', { name: '»Hvad ser I for jer?«: Her mangler en tekst.' }));
    await waitFor(() => expect(document.activeElement).toBe(within(rowOf('q3')).getByRole('textbox', { name: 'Spørgsmålet' })));
    expect(route.path).toBe('/skabeloner/d1/p2');
    await fireEvent.click(within(summary).getByRole('button', { name: '»Fremtid«: Her mangler et navn.' }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Temaets navn' })));
    await fireEvent.click(within(summary).getByRole('button', { name: 'Giv skabelonen et navn.' }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Skabelonens navn' })));
  });

  it('leaves a published version to be read, and offers the next', async () => {
    fields.status = 'published';
    backend.templates.mockResolvedValue([family({ published: row(KEY, 2), versions: [row(KEY, 2)] })]);
    backend.newVersion.mockResolvedValue({ ...view(), key: { kind: 'template', id: 'd3' } });
    await opened();
    expect(screen.getByText(/Lav en ny udgave for at rette/)).toBeTruthy();
    expect(screen.getByText('Version 2 · i brug siden 3. november 2025 · brugt i 12 besøg')).toBeTruthy();
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(screen.queryByRole('button', { name: /^(Ret|Kassér|Nyt tema)/ })).toBeNull();
    expect(screen.getByText(HTML)).toBeTruthy();
    await fireEvent.click(button('Lav en ny udgave'));
    await waitFor(() => expect(route.path).toBe('/skabeloner/d3'));
  });
});

describe('the preview', () => {
  it('draws the questions as they will be, and keeps nothing of what is tried', async () => {
    const GUIDE: GuideView = {
      template: KEY,
      title: 'Samtaleguide',
      version: 2,
      published: false,
      earlier: null,
      tools: [],
      form: {
        id: 'visit',
        sections: [
          {
            id: 'p1',
            title: 'Kendskab',
            lead: null,
            question: null,
            fields: [
              { path: 'answers.q2.note', label: 'Hvor handler I?', hint: null, question: null, widget: 'question_choice', choices: [{ value: 'c1', label: 'Nationalt' }, { value: 'c2', label: 'Internationalt' }], max_chars: 5000, show_when: null, d: [], wide: true, counts: true },
              { path: 'answers.q1.note', label: 'Med hvilke lande?', hint: null, question: null, widget: 'question_note', choices: [], max_chars: 5000, show_when: { path: 'answers.q2.choice', equals: 'c2' }, d: [], wide: true, counts: true },
            ],
          },
        ],
      },
    };
    backend.guide.mockResolvedValue(GUIDE);
    await opened();
    await fireEvent.click(button('Vis, som den bliver'));
    const dialog = await screen.findByRole('dialog', { name: 'Sådan bliver den' });
    await within(dialog).findByRole('heading', { name: 'Hvor handler I?' });
    expect(within(dialog).queryByText('Med hvilke lande?')).toBeNull();
    await fireEvent.click(within(dialog).getByRole('radio', { name: 'Internationalt' }));
    expect(await within(dialog).findByRole('heading', { name: 'Med hvilke lande?' })).toBeTruthy();
    expect(await violations()).toEqual([]);
    expect(backend.setFields).not.toHaveBeenCalled();
    expect(backend.saveDraft).not.toHaveBeenCalled();
  });
});
