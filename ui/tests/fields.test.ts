import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Field, OrderView, RecordView, Scalar, Section, Widget } from '../src/bindings';
import * as backend from '../src/bindings';
import { RecordEditor } from '../src/form/autosave.svelte';
import { openEditor, releaseEditor } from '../src/form/editors';
import HistoryDialog from '../src/form/HistoryDialog.svelte';
import { saving } from '../src/lib/saving.svelte';
import FormSection from '../src/form/FormSection.svelte';
import { BEING_WRITTEN } from '../src/form/requirements';
import type { Gateway } from '../src/form/rules';

vi.mock('../src/bindings', async (original) => ({
  ...(await original<typeof import('../src/bindings')>()),
  addItem: vi.fn(),
  removeItem: vi.fn(),
  moveItem: vi.fn(),
  history: vi.fn(async () => [{ action: 'removal' }]),
  undoChange: vi.fn(),
  choices: vi.fn(),
  create: vi.fn(),
  open: vi.fn(),
  saveDraft: vi.fn(),
  leaveField: vi.fn(),
}));

const order = (texts: string[]): OrderView => ({
  status: 'draft',
  sections: [],
  missing: [],
  hints: [],
  requirements: texts.map((text, index) => ({
    id: `i${index}`,
    text,
    class: 'other',
    priority: null,
    years: null,
    searchable: false,
    why: 'Kun til udvælgelse',
    suggestion: null,
  })),
  balance: { must: 0, searchable_must: 0, undecided: 0, verdict: 'empty', position: 0, message: '' },
  profile: { rows: [], text: '', left_out: 0 },
});
const view = (fields: Record<string, Scalar> = {}, texts: string[] = []): RecordView => ({
  key: { kind: 'job_order', id: 'o1' },
  title: '',
  subtitle: '',
  alive: true,
  fields,
  lists: {},
  problems: [],
  names: {},
  saved_at: null,
  order: order(texts),
  company: null,
  visit: null,
  check: null,
});
const field = (path: string, label: string, widget: Widget, more: Partial<Field> = {}): Field => ({
  path,
  label,
  hint: null,
  question: null,
  widget,
  choices: [],
  max_chars: null,
  show_when: null,
  d: [],
  wide: false,
  counts: true,
  ...more,
});
const section = (...fields: Field[]): Section => ({ id: 's', title: 'S', lead: null, question: null, fields });
const ledger = { run: <T>(work: () => Promise<T>): Promise<T> => work(), dirty: (): void => undefined, fail: (): void => undefined, forget: (): void => undefined };

let fields: Record<string, Scalar>;
const gateway = {
  saveDraft: vi.fn<Gateway['saveDraft']>(async (_key, path, value) => {
    fields[path] = value;
    return { at: '2026-11-21T10:00:00Z', problem: null };
  }),
  leaveField: vi.fn<Gateway['leaveField']>(async () => view({ ...fields })),
  setFields: vi.fn<Gateway['setFields']>(async (_key, values) => {
    for (const { path, value } of values) fields[path] = value;
    return view({ ...fields });
  }),
  discardDraft: vi.fn<Gateway['discardDraft']>(async () => view({ ...fields }, ['Kørekort B'])),
};

function show(part: Section, start: RecordView = view(fields), missing?: Map<string, string>): { editor: RecordEditor; container: HTMLElement } {
  const editor = new RecordEditor(start, gateway, ledger);
  const { container } = render(FormSection, { editor, section: part, missing });
  return { editor, container };
}

afterEach(cleanup);
beforeEach(() => {
  vi.clearAllMocks();
  fields = {};
});

describe('a form', () => {
  it('saves what is typed when the field is left', async () => {
    show(section(field('title', 'Stillingsbetegnelse', 'text')));
    const box = screen.getByLabelText<HTMLInputElement>('Stillingsbetegnelse');
    await fireEvent.focus(box);
    await fireEvent.input(box, { target: { value: 'Lagermedarbejder' } });
    await fireEvent.blur(box);
    await vi.waitFor(() => expect(gateway.leaveField).toHaveBeenCalledWith({ kind: 'job_order', id: 'o1' }, 'title'));
    expect(gateway.saveDraft).toHaveBeenCalledWith(expect.anything(), 'title', 'Lagermedarbejder');
    expect(box.value).toBe('Lagermedarbejder');
  });

  it('sends whole numbers as numbers and other text as it stands', async () => {
    show(section(field('positions', 'Antal stillinger', 'integer')));
    const box = screen.getByLabelText('Antal stillinger');
    for (const [text, value] of [['2', 2], ['to', 'to'], ['', null]] as const) {
      await fireEvent.focus(box);
      await fireEvent.input(box, { target: { value: text } });
      await fireEvent.blur(box);
      await vi.waitFor(() => expect(gateway.saveDraft).toHaveBeenLastCalledWith(expect.anything(), 'positions', value));
    }
  });

  it('saves a choice at once, and then asks for what it calls for', async () => {
    const { editor } = show(section(field('terms.temp', 'Vikar', 'flag'), field('terms.temp_from', 'Vikar fra', 'date', { show_when: { path: 'terms.temp', equals: true } })));
    expect(screen.queryByText('Vikar fra')).toBeNull();
    await fireEvent.click(screen.getByLabelText('Vikar'));
    expect(gateway.setFields).toHaveBeenCalledWith(editor.key, [{ path: 'terms.temp', value: true }]);
    expect(await screen.findByText('Vikar fra')).toBeTruthy();
  });

  it('saves a date from its three boxes when the group is left', async () => {
    show(section(field('start_date', 'Ansættelsesdato', 'date')));
    const [day, month, year] = ['Dag', 'Måned', 'År'].map((name) => screen.getByLabelText<HTMLInputElement>(name));
    if (!day || !month || !year) throw new Error('a box is missing');
    await fireEvent.focusIn(day);
    await fireEvent.input(day, { target: { value: '24' } });
    await fireEvent.input(month, { target: { value: '11' } });
    await fireEvent.focusOut(day, { relatedTarget: month });
    expect(gateway.leaveField).not.toHaveBeenCalled();
    await fireEvent.input(year, { target: { value: '26' } });
    await fireEvent.focusOut(year, { relatedTarget: null });
    await vi.waitFor(() => expect(gateway.saveDraft).toHaveBeenLastCalledWith(expect.anything(), 'start_date', '2026-11-24'));
  });

  it('does not touch a time that is only passed through', async () => {
    const { editor } = show(section(field('received_at', 'Modtaget', 'date_time')), view({ received_at: '2026-11-21T08:41:27Z' }));
    const box = screen.getByLabelText('Dag');
    await fireEvent.focusIn(box);
    await fireEvent.focusOut(box, { relatedTarget: null });
    await editor.flush();
    expect(gateway.saveDraft).not.toHaveBeenCalled();
    expect(editor.value('received_at')).toBe('2026-11-21T08:41:27Z');
  });

  it.each([false, true])('does not write back a date that was undone while it had focus (typed in: %s)', async (typed) => {
    const { editor } = show(section(field('start_date', 'Ansættelsesdato', 'date')), view({ start_date: '2026-11-24' }));
    const box = screen.getByLabelText<HTMLInputElement>('Dag');
    await fireEvent.focusIn(box);
    if (typed) {
      await fireEvent.input(box, { target: { value: '25' } });
      await editor.flush();
    }
    editor.adopt(view({ start_date: '2026-11-23' }));
    gateway.saveDraft.mockClear();
    await vi.waitFor(() => expect(box.value).toBe('23'));
    await fireEvent.focusOut(box, { relatedTarget: null });
    await editor.flush();
    expect(gateway.saveDraft).not.toHaveBeenCalled();
  });

  it('keeps a name that was not chosen through a page change, and does not call it saved', async () => {
    vi.mocked(backend.choices).mockResolvedValue([]);
    const part = section(field('company', 'Virksomhed', 'company'));
    const { editor } = show(part);
    await saving.run(async () => undefined, 'x');
    const box = screen.getByRole<HTMLInputElement>('combobox');
    await fireEvent.input(box, { target: { value: 'Nordhavn' } });
    await fireEvent.blur(box);
    expect(saving.state.kind).toBe('idle');
    cleanup();
    expect(saving.state.kind).toBe('idle');
    render(FormSection, { editor, section: part });
    const again = screen.getByRole<HTMLInputElement>('combobox');
    expect(again.value).toBe('Nordhavn');
    expect(screen.getByRole('alert').textContent).toContain('»Nordhavn« er ikke valgt endnu');
    await fireEvent.input(again, { target: { value: '' } });
    await fireEvent.blur(again);
    expect(saving.state.kind).toBe('saved');
  });

  it('says what is missing at the field', () => {
    show(section(field('title', 'Stillingsbetegnelse', 'text')), view(), new Map([['title', 'Skriv stillingen.']]));
    const box = screen.getByLabelText('Stillingsbetegnelse');
    expect(box.getAttribute('aria-invalid')).toBe('true');
    expect(document.getElementById(box.getAttribute('aria-describedby') ?? '')?.textContent).toContain('Skriv stillingen.');
  });
});

describe('the list of requirements', () => {
  const list = section(field('requirements', 'Krav', 'requirements', { choices: [{ value: 'other', label: 'Andet' }] }));

  it('adds with Enter, empties the field and stays in it', async () => {
    vi.mocked(backend.addItem).mockResolvedValue({ id: 'i0', view: view({}, ['Kørekort B']) });
    show(list);
    const box = screen.getByLabelText<HTMLInputElement>('Nyt krav');
    box.focus();
    await fireEvent.input(box, { target: { value: 'Kørekort B ' } });
    await fireEvent.keyDown(box, { key: 'Enter' });
    await vi.waitFor(() => expect(box.value).toBe(''));
    expect(backend.addItem).toHaveBeenCalledWith({ kind: 'job_order', id: 'o1' }, 'requirements', [{ path: 'text', value: 'Kørekort B' }]);
    expect(document.activeElement).toBe(box);
    expect(screen.getByText('Kørekort B')).toBeTruthy();
  });

  it('takes the next one while the draft of the first is still being thrown away', async () => {
    const first = view({ [BEING_WRITTEN]: 'Kørekort B' }, ['Kørekort B']);
    vi.mocked(backend.addItem).mockResolvedValueOnce({ id: 'i0', view: first });
    vi.mocked(backend.addItem).mockResolvedValueOnce({ id: 'i1', view: view({}, ['Kørekort B', 'Truck']) });
    let thrown: (now: RecordView) => void = () => undefined;
    vi.mocked(gateway.discardDraft).mockReturnValueOnce(new Promise((done) => (thrown = done)));
    show(list);
    const box = screen.getByLabelText<HTMLInputElement>('Nyt krav');
    box.focus();
    await fireEvent.input(box, { target: { value: 'Kørekort B' } });
    await fireEvent.keyDown(box, { key: 'Enter' });
    // The draft has not gone yet, and shows no longer.
    await vi.waitFor(() => expect(box.value).toBe(''));
    expect(gateway.discardDraft).toHaveBeenCalledTimes(1);
    await fireEvent.input(box, { target: { value: 'Truck' } });
    await fireEvent.keyDown(box, { key: 'Enter' });
    thrown(view({}, ['Kørekort B']));
    await screen.findByText('Truck');
    expect(backend.addItem).toHaveBeenLastCalledWith(expect.anything(), 'requirements', [{ path: 'text', value: 'Truck' }]);
    await vi.waitFor(() => expect(box.value).toBe(''));
  });

  it('keeps the text when it could not be added', async () => {
    vi.mocked(backend.addItem).mockRejectedValue({ code: 'disk_full', happened: 'Disken er fuld.', kept: 'k', todo: 't' });
    const { editor } = show(list);
    const box = screen.getByLabelText<HTMLInputElement>('Nyt krav');
    await fireEvent.input(box, { target: { value: 'Kørekort B' } });
    await fireEvent.keyDown(box, { key: 'Enter' });
    await vi.waitFor(() => expect(editor.failure?.code).toBe('disk_full'));
    expect(box.value).toBe('Kørekort B');
  });

  it('is not added to by going to another window', async () => {
    vi.mocked(backend.addItem).mockResolvedValue({ id: 'i0', view: view({}, ['Køre']) });
    show(list);
    const box = screen.getByLabelText<HTMLInputElement>('Nyt krav');
    const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    await fireEvent.input(box, { target: { value: 'Køre' } });
    await fireEvent.blur(box);
    expect(backend.addItem).not.toHaveBeenCalled();
    expect(box.value).toBe('Køre');
    focus.mockReturnValue(true);
    await fireEvent.blur(box);
    await vi.waitFor(() => expect(backend.addItem).toHaveBeenCalledTimes(1));
    focus.mockRestore();
  });

  it('moves with Alt+Shift and the arrows', async () => {
    vi.mocked(backend.moveItem).mockResolvedValue(view({}, ['B', 'A']));
    show(list, view({}, ['A', 'B']));
    const [first] = screen.getAllByRole('button', { name: /Ret/ });
    if (!first) throw new Error('no requirement');
    await fireEvent.keyDown(first, { key: 'ArrowDown', altKey: true, shiftKey: true });
    await vi.waitFor(() => expect(backend.moveItem).toHaveBeenCalledWith(expect.anything(), 'requirements', 'i0', null));
  });

  it('removes, and brings back the very same change', async () => {
    vi.mocked(backend.removeItem).mockResolvedValue(view());
    vi.mocked(backend.undoChange).mockResolvedValue({ result: 'done', what: 'Krav', view: view({}, ['A']) });
    show(list, view({}, ['A']));
    await fireEvent.click(screen.getByRole('button', { name: /Ret/ }));
    await fireEvent.click(screen.getByRole('button', { name: 'Fjern kravet' }));
    const undo = await screen.findByRole('button', { name: 'Fortryd' });
    await vi.waitFor(() => expect(document.activeElement).toBe(undo));
    await fireEvent.click(undo);
    await vi.waitFor(() => expect(backend.undoChange).toHaveBeenCalledWith('removal', true));
    expect(await screen.findByText('A')).toBeTruthy();
  });
});

it('undoes from the history only after what is typed is saved', async () => {
  const done: string[] = [];
  vi.mocked(backend.open).mockResolvedValue(view());
  vi.mocked(backend.saveDraft).mockImplementation(async () => (done.push('draft'), { at: '', problem: null }));
  vi.mocked(backend.leaveField).mockImplementation(async () => (done.push('leave'), view()));
  vi.mocked(backend.undoChange).mockImplementation(async () => (done.push('undo'), { result: 'nothing' }));
  vi.mocked(backend.history).mockResolvedValueOnce([{ id: 'h', action: 'a1', at: '2026-11-21T10:00:00Z', who: 'Maja', what: 'Titel', before: '', after: 'Kok' } as never]);
  const editor = await openEditor(view().key);
  editor.edit('title', 'Lager');
  render(HistoryDialog, { key: view().key, onclose: () => undefined });
  await fireEvent.click(await screen.findByRole('button', { name: /Fortryd/ }));
  await vi.waitFor(() => expect(done).toEqual(['draft', 'leave', 'undo']));
  await releaseEditor(editor);
});

it('has no faults that axe can find', async () => {
  const choices = ['a', 'b', 'c', 'd'].map((value) => ({ value, label: value.toUpperCase() }));
  const { container } = show(
    section(
      field('title', 'Titel', 'text', { hint: 'Kort', question: 'Hvad hedder den?', max_chars: 10 }),
      field('tasks', 'Opgaver', 'long_text'),
      field('channel', 'Kanal', 'choice', { choices }),
      field('terms.time', 'Tid', 'choice', { choices: choices.slice(0, 2) }),
      field('start_date', 'Dato', 'date'),
      field('received_at', 'Modtaget', 'date_time'),
      field('company', 'Virksomhed', 'company'),
      field('requirements', 'Krav', 'requirements', { choices }),
    ),
    view({ title: 'Lager' }, ['Kørekort B']),
    new Map([['title', 'Skriv mere.']]),
  );
  const { violations } = await axe.run(container, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
});
