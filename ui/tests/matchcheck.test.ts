import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CheckView, Field, GuideView, MatchCheckRow, PathValue, RecordKey, RecordView, Scalar } from '../src/bindings';
import { route } from '../src/lib/route.svelte';
import MatchCheck from '../src/screens/MatchCheck.svelte';
import MatchChecks from '../src/screens/MatchChecks.svelte';
import { today } from '../src/lib/format';

const backend = vi.hoisted(() => ({
  matchChecks: vi.fn(),
  create: vi.fn(),
  open: vi.fn(),
  guide: vi.fn(),
  saveDraft: vi.fn(),
  leaveField: vi.fn(),
  setFields: vi.fn(),
  addItem: vi.fn(),
  removeItem: vi.fn(),
  moveItem: vi.fn(),
  history: vi.fn(),
  undoChange: vi.fn(),
  exportPlan: vi.fn(),
  setCheckClosed: vi.fn(),
  moves: vi.fn(),
  moveToNewest: vi.fn(),
  choices: vi.fn(),
}));
vi.mock('../src/bindings', async (original) => ({ ...(await original<object>()), ...backend }));

const KEY: RecordKey = { kind: 'match_check', id: 'm1' };
const HTML = 'Er det besluttet og meldt ud, <b>hvem</b> der udsøger?';

const field = (id: string, label: string, widget: Field['widget'], rest: Partial<Field> = {}): Field => ({
  path: `answers.${id}.note`,
  label,
  hint: null,
  question: null,
  widget,
  choices: [],
  max_chars: 5000,
  show_when: null,
  d: [],
  wide: true,
  counts: true,
  ...rest,
});
const GUIDE: GuideView = {
  template: { kind: 'template', id: 't1' },
  title: 'Tjekliste',
  version: 1,
  published: true,
  tools: [],
  earlier: null,
  form: {
    id: 'match_check',
    sections: [
      { id: 'p1', title: 'Jobordren', lead: 'Et godt match.', question: null, fields: [field('q1', 'Hvad gør I i dag?', 'question_note'), field('q2', HTML, 'question_decision'), field('q3', 'Udsøger alle på Jobnet?', 'question_decision')] },
      { id: 'p2', title: 'Planer', lead: null, question: null, fields: [field('q4', 'Hvad vil I gøre?', 'question_plan'), field('q5', 'Hemmeligt', 'question_note')] },
    ],
  },
};

/** A backend that holds one match check. */
let fields: Record<string, Scalar>;
let plan: string[];
let newer: number | null;
function view(): RecordView {
  const decided = (value: string): number => Object.entries(fields).filter(([path, each]) => path.endsWith('.decided') && each === value).length;
  const check: CheckView = {
    status: String(fields.status ?? 'open'),
    visible: ['q1', 'q2', 'q3', 'q4'],
    coverage: { themes_touched: 0, themes: 2, questions_touched: 0, questions: 4, parts: [{ part: 'p1', touched: decided('yes') + decided('no'), questions: 3 }, { part: 'p2', touched: 0, questions: 1 }] },
    decided: decided('yes'),
    not_decided: decided('no'),
    flags: plan
      .map((item) => ({ item, missing: ['due', 'owner'].map((one) => `plan.${item}.${one}`).filter((path) => (fields[path] ?? null) === null) }))
      .filter(({ missing }) => missing.length > 0),
    newer,
  };
  return { key: KEY, title: String(fields.title ?? ''), subtitle: '', alive: true, fields: { ...fields }, lists: { plan: [...plan] }, problems: [], names: {}, saved_at: null, order: null, company: null, visit: null, check };
}

async function violations(): Promise<string[]> {
  const result = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  return result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
const button = (name: string | RegExp) => screen.getByRole('button', { name });
async function opened(section?: string): Promise<void> {
  render(MatchCheck, { id: 'm1', section });
  await screen.findByRole('heading', { level: 1 });
}
async function write(area: HTMLElement, text: string): Promise<void> {
  area.focus();
  await fireEvent.input(area, { target: { value: text } });
  area.blur();
}

beforeEach(() => {
  vi.clearAllMocks();
  route.go('/matchtjek/m1', true);
  newer = null;
  plan = ['r1', 'r2', 'r3', 'r4'];
  fields = { title: 'Team Nord', held_on: '2026-11-21', template: 't1', status: 'open' };
  ['Anvendelse af Jobnet.dk til udsøgning', 'Kvalificering af jobordre/CV', 'Kendskab til udsøgning', 'Klare arbejdsgange'].forEach((text, index) => (fields[`plan.r${index + 1}.challenge`] = text));
  backend.open.mockImplementation(async () => view());
  backend.guide.mockResolvedValue(GUIDE);
  backend.history.mockResolvedValue([{ action: 'a1' }]);
  backend.choices.mockResolvedValue([]);
  backend.saveDraft.mockImplementation(async (_key: RecordKey, path: string, value: Scalar) => {
    fields[path] = value;
    return { at: '2026-11-21T10:00:00Z', problem: null };
  });
  backend.leaveField.mockImplementation(async () => view());
  backend.setFields.mockImplementation(async (_key: RecordKey, values: PathValue[]) => {
    for (const { path, value } of values) fields[path] = value;
    return view();
  });
  backend.addItem.mockImplementation(async (_key: RecordKey, _list: string, values: PathValue[]) => {
    plan = [...plan, 'r5'];
    for (const { path, value } of values) fields[`plan.r5.${path}`] = value;
    return { id: 'r5', view: view() };
  });
  backend.removeItem.mockImplementation(async (_key: RecordKey, _list: string, item: string) => {
    plan = plan.filter((each) => each !== item);
    return view();
  });
  backend.moveItem.mockImplementation(async (_key: RecordKey, _list: string, item: string, before: string | null) => {
    plan = plan.filter((each) => each !== item);
    plan.splice(before === null ? plan.length : plan.indexOf(before), 0, item);
    return view();
  });
});
afterEach(async () => {
  cleanup();
  await Promise.resolve();
});

describe('the list', () => {
  const row: MatchCheckRow = { key: KEY, title: 'Team Nord', held_on: '2025-11-21', status: 'open', decided: 8, questions: 20, plan_rows: 4, flagged: 2 };

  it('makes a new one and opens it', async () => {
    backend.matchChecks.mockResolvedValue([]);
    backend.create.mockResolvedValue({ ...view(), key: { kind: 'match_check', id: 'm9' } });
    render(MatchChecks);
    expect(await screen.findByText('Tag det første match-tjek sammen i teamet')).toBeTruthy();
    await fireEvent.click(button('Nyt match-tjek'));
    await waitFor(() => expect(route.path).toBe('/matchtjek/m9'));
    expect(backend.create).toHaveBeenCalledWith('match_check', []);
  });

  it('says how far each is, and is a table to those who listen', async () => {
    backend.matchChecks.mockResolvedValue([row]);
    render(MatchChecks);
    const table = await screen.findByRole('table', { name: 'Match-tjek' });
    expect(within(table).getByRole('link', { name: 'Team Nord' }).getAttribute('href')).toBe('#/matchtjek/m1');
    expect(table.textContent).toContain('8 af 20');
    expect(table.textContent).toContain('4 rækker, 2 mangler tid eller ansvarlig');
    expect(await violations()).toEqual([]);
  });
});

describe('the checklist', () => {
  it('shows the questions of one part as text, and none that is hidden', async () => {
    await opened();
    expect(await screen.findByRole('heading', { name: HTML })).toBeTruthy();
    expect(document.querySelector('b')).toBeNull();
    expect(screen.queryByText('Hvad vil I gøre?')).toBeNull();
    expect(screen.queryByText('Hemmeligt')).toBeNull();
    expect(screen.getByText('0 besluttet, 0 ikke besluttet, 2 ikke valgt endnu')).toBeTruthy();
    expect(await violations()).toEqual([]);
  });

  it('takes a decision with both words in sight and a third state, and counts it', async () => {
    await opened();
    const group = await screen.findByRole('radiogroup', { name: HTML });
    expect(within(group).getAllByRole('radio').map((each) => (each as HTMLInputElement).checked)).toEqual([false, false]);
    expect(screen.getAllByText('Ikke valgt endnu')).toHaveLength(2);
    await fireEvent.click(within(group).getByRole('radio', { name: 'Ikke besluttet' }));
    await waitFor(() => expect(fields['answers.q2.decided']).toBe('no'));
    expect(await screen.findByText('0 besluttet, 1 ikke besluttet, 1 ikke valgt endnu')).toBeTruthy();
    await fireEvent.click(button(/^Fjern valget/));
    await waitFor(() => expect(fields['answers.q2.decided']).toBeNull());
    expect(backend.guide).toHaveBeenCalledTimes(1);
    expect(document.activeElement).toBe(within(group).getByRole('radio', { name: 'Besluttet' }));
  });

  it('keeps a note', async () => {
    await opened();
    await write(await screen.findByRole('textbox', { name: 'Hvad gør I i dag?' }), 'Vi ringer op');
    await waitFor(() => expect(fields['answers.q1.note']).toBe('Vi ringer op'));
  });

  it('shows one question at a time when asked, and moves focus to it', async () => {
    await opened();
    await fireEvent.click(await screen.findByRole('radio', { name: 'Ét spørgsmål ad gangen' }));
    expect(screen.getByText('Spørgsmål 1 af 3')).toBeTruthy();
    expect(screen.queryByRole('heading', { name: HTML })).toBeNull();
    await fireEvent.click(button('Næste spørgsmål'));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { name: HTML })));
  });

  it('goes from part to part with Alt and the arrows', async () => {
    await opened();
    await screen.findByRole('heading', { name: HTML });
    await fireEvent.keyDown(window, { key: 'ArrowDown', altKey: true });
    expect(route.path).toBe('/matchtjek/m1/p2');
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Planer'));
    await fireEvent.click(button('Skriv planen'));
    expect(route.path).toBe('/matchtjek/m1/plan');
  });

  it('is closed and opened again', async () => {
    backend.setCheckClosed.mockImplementation(async (_key: RecordKey, closed: boolean) => {
      fields.status = closed ? 'closed' : 'open';
      return view();
    });
    await opened();
    await fireEvent.click(button('Afslut match-tjekket'));
    expect(await screen.findByRole('button', { name: 'Genåbn match-tjekket' })).toBeTruthy();
    expect(screen.getByText(/Match-tjekket er afsluttet. Genåbn det/)).toBeTruthy();
    expect([...document.querySelectorAll('.fm-formsheet textarea')].every((box) => box.matches(':disabled'))).toBe(true);
    expect(backend.setCheckClosed).toHaveBeenCalledWith(KEY, true);
  });

  it('can be moved to a newer version once the user has seen what changes', async () => {
    newer = 3;
    backend.moves.mockResolvedValue({
      from: 1,
      to: 3,
      tools_from: null,
      tools_to: null,
      changes: [{ question: 'q1', kind: 'reworded', title: 'Hvad gør I nu?', before: 'Hvad gør I i dag?', after: 'Hvad gør I nu?', answered: true }],
      kept: [{ question: 'q3', text: 'Udsøger alle på Jobnet?', answer: 'Ikke besluttet.', reason: 'gone' }],
    });
    backend.moveToNewest.mockImplementation(async () => {
      newer = null;
      fields.template = 't3';
      return view();
    });
    await opened();
    await fireEvent.click(button('Se, hvad der ændrer sig'));
    const dialog = await screen.findByRole('dialog', { name: 'Flyt til den nye version' });
    expect(await within(dialog).findByText(/Fra version 1 til version 3/)).toBeTruthy();
    expect(dialog.textContent).toContain('Ikke besluttet.');
    expect(await violations()).toEqual([]);
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Flyt til den nye version' }));
    await waitFor(() => expect(backend.moveToNewest).toHaveBeenCalledWith(KEY));
    await waitFor(() => expect(backend.guide).toHaveBeenCalledTimes(2));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});

describe('large text', () => {
  const turn = (key: string, more: object = {}) => fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });

  it('shows one question, turns with the arrows and is left with Esc', async () => {
    await opened();
    await screen.findByRole('heading', { name: HTML });
    button('Stor skrift').focus();
    await fireEvent.click(button('Stor skrift'));
    const dialog = await screen.findByRole('dialog', { name: 'Stor skrift' });
    expect(within(dialog).getAllByRole('heading').map((each) => each.textContent)).toEqual(['Hvad gør I i dag?']);
    expect(document.activeElement?.textContent).toBe('Hvad gør I i dag?');
    await turn('ArrowRight');
    await waitFor(() => expect(document.activeElement?.textContent).toBe(HTML));
    expect(dialog.textContent).toContain('Spørgsmål 2 af 4');
    expect(await violations()).toEqual([]);
    await turn('ArrowLeft');
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Hvad gør I i dag?'));
    await fireEvent(dialog, new Event('cancel', { cancelable: true }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.activeElement).toBe(button('Stor skrift'));
  });

  it('leaves the arrows to a note and to a choice, except together with Alt', async () => {
    await opened();
    await screen.findByRole('heading', { name: HTML });
    await fireEvent.click(button('Stor skrift'));
    const dialog = await screen.findByRole('dialog', { name: 'Stor skrift' });
    const note = within(dialog).getByRole('textbox');
    note.focus();
    await fireEvent.input(note, { target: { value: 'Vi ringer' } });
    await turn('ArrowRight');
    expect(dialog.textContent).toContain('Spørgsmål 1 af 4');
    await turn('ArrowRight', { altKey: true });
    await waitFor(() => expect(dialog.textContent).toContain('Spørgsmål 2 af 4'));
    await waitFor(() => expect(fields['answers.q1.note']).toBe('Vi ringer'));
    within(dialog).getByRole('radio', { name: 'Besluttet' }).focus();
    await turn('ArrowRight');
    expect(dialog.textContent).toContain('Spørgsmål 2 af 4');
  });

  it('comes back to the question that was shown last, and ends in the plan', async () => {
    await opened();
    await screen.findByRole('heading', { name: HTML });
    await fireEvent.click(button('Stor skrift'));
    for (const [page, key] of [[2, 'PageDown'], [3, 'ArrowDown'], [4, 'ArrowRight']] as const) {
      await turn(key);
      await waitFor(() => expect(screen.getByRole('dialog').textContent).toContain(`Spørgsmål ${page} af 4`));
    }
    await fireEvent.click(button('Til planen'));
    await waitFor(() => expect(route.path).toBe('/matchtjek/m1/plan'));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement?.textContent).toBe('Planen');
  });
});

describe('the plan', () => {
  const challenges = () => screen.getAllByRole('textbox', { name: /^Udfordring, række/ }).map((each) => (each as HTMLTextAreaElement).value);

  it('has the five columns, the rows that the app made, and says what each lacks', async () => {
    await opened('plan');
    const table = await screen.findByRole('table', { name: 'Planen' });
    expect(within(table).getAllByRole('columnheader').map((each) => each.textContent)).toEqual(['Udfordring', 'Løsning', 'Aktivitet', 'Tidspunkt', 'Mål']);
    expect(challenges()).toEqual(['Anvendelse af Jobnet.dk til udsøgning', 'Kvalificering af jobordre/CV', 'Kendskab til udsøgning', 'Klare arbejdsgange']);
    expect(screen.getAllByText('Mangler tidspunkt og ansvarlig')).toHaveLength(4);
    expect(screen.getByText('Fire rækker mangler tidspunkt eller ansvarlig.')).toBeTruthy();
    expect(await violations()).toEqual([]);
  });

  it('stops naming the time once it is there, and marks a row as done today', async () => {
    await opened('plan');
    const when = await screen.findByRole('group', { name: 'Tidspunkt, række 1' });
    const [day, month, year] = within(when).getAllByRole('textbox');
    for (const [box, text] of [[day, '4'], [month, '12'], [year, '2026']] as const) await fireEvent.input(box as HTMLElement, { target: { value: text } });
    await fireEvent.focusOut(day as HTMLElement);
    expect(await screen.findByText('Mangler ansvarlig')).toBeTruthy();
    expect(fields['plan.r1.due']).toBe('2026-12-04');
    await fireEvent.click(screen.getByRole('checkbox', { name: /^Gjort.*række 1$/ }));
    await waitFor(() => expect(fields['plan.r1.done_at']).toBe(today()));
  });

  it('adds a row and puts focus in it', async () => {
    await opened('plan');
    await screen.findByRole('table', { name: 'Planen' });
    await fireEvent.click(button('Tilføj en række'));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Udfordring, række 5' })));
    expect(backend.addItem).toHaveBeenCalledWith(KEY, 'plan', []);
  });

  it('moves a row and keeps focus in it', async () => {
    await opened('plan');
    const box = (await screen.findAllByRole('textbox', { name: /^Udfordring, række/ }))[1] as HTMLElement;
    box.focus();
    await fireEvent.keyDown(box, { key: 'ArrowUp', altKey: true, shiftKey: true });
    await waitFor(() => expect(challenges()[0]).toBe('Kvalificering af jobordre/CV'));
    expect(document.activeElement).toBe(box);
    expect(backend.moveItem).toHaveBeenCalledWith(KEY, 'plan', 'r2', 'r1');
  });

  it('removes a row and brings it back', async () => {
    backend.undoChange.mockImplementation(async () => {
      plan = ['r1', 'r2', 'r3', 'r4'];
      return { result: 'done', what: 'Række', view: view() };
    });
    await opened('plan');
    await fireEvent.click(await screen.findByRole('button', { name: /^Fjern, række 2$/ }));
    expect(await screen.findByText('Rækken »Kvalificering af jobordre/CV« er fjernet.')).toBeTruthy();
    expect(challenges()).toHaveLength(3);
    await waitFor(() => expect(document.activeElement).toBe(button('Fortryd')));
    await fireEvent.click(button('Fortryd'));
    await waitFor(() => expect(challenges()).toHaveLength(4));
    expect(backend.undoChange).toHaveBeenCalledWith('a1', true);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Udfordring, række 2' })));
  });

  it('is saved as a spreadsheet after everything typed, and says where', async () => {
    backend.exportPlan.mockImplementation(async () => `/home/maja/Hentet/plan ${String(fields['plan.r1.goal'])}.csv`);
    await opened('plan');
    const goal = await screen.findByRole('textbox', { name: 'Mål, række 1' });
    goal.focus();
    await fireEvent.input(goal, { target: { value: 'alle' } });
    await fireEvent.click(button('Gem som regneark'));
    expect(await screen.findByText('Regnearket ligger her: /home/maja/Hentet/plan alle.csv')).toBeTruthy();
    expect(screen.getByText(/Regnearket ligger her/).getAttribute('role')).toBe('status');
  });
});
