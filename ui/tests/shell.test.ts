import { cleanup, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OrderRow, SearchView } from '../src/bindings';
import { shell } from '../src/lib/shell.svelte';
import NewCompany from '../src/parts/NewCompany.svelte';
import Search from '../src/screens/Search.svelte';
import Orders from '../src/screens/Orders.svelte';
import Start from '../src/screens/Start.svelte';
import CloseDialog from '../src/screens/order/CloseDialog.svelte';
import { saving } from '../src/lib/saving.svelte';
import { session } from '../src/lib/session.svelte';
import { route } from '../src/lib/route.svelte';

const backend = vi.hoisted(() => ({
  start: vi.fn(),
  createWorkspace: vi.fn(),
  unlock: vi.fn(),
  reference: vi.fn(),
  catalogue: vi.fn(),
  introduce: vi.fn(),
  syncStatus: vi.fn(),
  search: vi.fn<(text: string) => Promise<SearchView>>(),
  create: vi.fn(),
  companies: vi.fn(),
  orders: vi.fn(),
  open: vi.fn(),
}));
vi.mock('../src/bindings', async (original) => ({ ...(await original<object>()), ...backend }));

const wrong = { code: 'wrong_passphrase', happened: 'Adgangssætningen passer ikke.', kept: 'Alt er uændret.', todo: 'Prøv igen.' };
const key = (id: string) => ({ kind: 'company' as const, id });

/** Types into a field as a user does. */
function type(field: HTMLElement, text: string): void {
  (field as HTMLInputElement).value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
async function violations(): Promise<string[]> {
  const result = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  return result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

beforeEach(() => {
  vi.clearAllMocks();
  backend.reference.mockResolvedValue({});
  backend.catalogue.mockResolvedValue({ me: null, units: [{ key: { kind: 'unit', id: 'u1' }, name: 'Ærø Kommune', municipality: 'Ærø', employees: [] }] });
  backend.syncStatus.mockResolvedValue({ state: 'saved_here', unsent: 0 });
});

afterEach(cleanup);

describe('the first start', () => {
  it('leads from an empty computer to work, by the keyboard', async () => {
    backend.start.mockResolvedValue({ state: 'empty', keyring: true });
    backend.createWorkspace.mockResolvedValue({ state: 'open', session: { me: null, last_place: null, recovered: null, locking: false } });
    backend.introduce.mockResolvedValue({ me: { employee: 'e', name: 'Maja', unit: 'u1', unit_name: 'Ærø Kommune' }, last_place: null, recovered: null, locking: false });
    render(Start);
    await session.start();
    (await screen.findByRole('button', { name: 'Opret mappen' })).click();
    await screen.findByRole('heading', { name: 'Hvem er du?' });
    expect(backend.createWorkspace).toHaveBeenCalledWith('');
    expect(await violations()).toEqual([]);

    screen.getByRole('button', { name: 'Begynd arbejdet' }).click();
    expect(await screen.findByText(/Vælg den enhed/)).toBeTruthy();
    const unit = await screen.findByRole('combobox', { name: 'Din enhed' });
    type(unit, 'aeroe');
    expect(await screen.findByRole('option', { name: 'Ærø Kommune' })).toBeTruthy();
    unit.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    type(screen.getByRole('textbox', { name: 'Dit navn' }), ' Maja ');
    screen.getByRole('button', { name: 'Begynd arbejdet' }).click();
    await waitFor(() => expect(session.phase.kind).toBe('open'));
    expect(backend.introduce).toHaveBeenCalledWith({ name: 'Maja', title: '', unit: 'u1' });
  });

  it('keeps a short passphrase from being used, with words', async () => {
    backend.start.mockResolvedValue({ state: 'empty', keyring: false });
    render(Start);
    await session.start();
    type(await screen.findByLabelText('Adgangssætning'), 'kort');
    screen.getByRole('button', { name: 'Opret mappen' }).click();
    expect(await screen.findByText(/Der mangler 8 tegn/)).toBeTruthy();
    expect(backend.createWorkspace).not.toHaveBeenCalled();
  });

  it('says what happened when the passphrase is wrong, and keeps it in the field', async () => {
    backend.start.mockResolvedValue({ state: 'locked' });
    backend.unlock.mockRejectedValue(wrong);
    render(Start);
    await session.start();
    const field = await screen.findByLabelText('Adgangssætning');
    type(field, 'forkert sætning');
    screen.getByRole('button', { name: 'Lås mappen op' }).click();
    expect((await screen.findByRole('alert')).textContent).toContain('Adgangssætningen passer ikke.');
    expect((field as HTMLInputElement).value).toBe('forkert sætning');
  });
});

describe('a new company', () => {
  it('is opened instead when its number is known', async () => {
    backend.companies.mockResolvedValue({ total: 1, all: 9, rows: [{ key: key('known'), name: 'Café Lysning', cvr: '13 74 81 36' }] });
    shell.newCompany = true;
    render(NewCompany);
    type(screen.getByLabelText('CVR-nummer'), '13748136');
    (await screen.findByRole('button', { name: 'Åbn Café Lysning' })).click();
    await waitFor(() => expect(route.path).toBe('/virksomheder/known'));
    expect(backend.create).not.toHaveBeenCalled();
  });

  it('is made with its number and name, and says what is missing', async () => {
    backend.companies.mockResolvedValue({ total: 0, all: 0, rows: [] });
    backend.create.mockResolvedValue({ key: key('new') });
    shell.newCompany = true;
    render(NewCompany);
    const button = screen.getByRole('button', { name: 'Opret virksomhed' });
    type(screen.getByLabelText('CVR-nummer'), '13 74 81 37');
    button.click();
    expect(await screen.findByText(/CVR-nummeret findes ikke/)).toBeTruthy();
    expect(screen.getByText('Skriv virksomhedens navn.')).toBeTruthy();
    type(screen.getByLabelText('CVR-nummer'), '13 74 81 36');
    type(screen.getByLabelText('Navn'), 'Ny ApS');
    await waitFor(() => expect(screen.queryByText('Skriv virksomhedens navn.')).toBeNull());
    button.click();
    await waitFor(() => expect(route.path).toBe('/virksomheder/new'));
    expect(backend.create).toHaveBeenCalledWith('company', [{ path: 'name', value: 'Ny ApS' }, { path: 'cvr', value: '13748136' }]);
  });
});

describe('what is typed in a dialog', () => {
  it('stays when a new company is put aside, and is not called saved', async () => {
    backend.companies.mockResolvedValue({ total: 0, all: 0, rows: [] });
    backend.create.mockResolvedValue({ key: key('nord') });
    await saving.run(async () => undefined, 'x');
    shell.newCompany = true;
    render(NewCompany);
    type(screen.getByLabelText('Navn'), 'Nordhavn');
    expect(saving.state.kind).toBe('idle');
    screen.getByRole('button', { name: 'Luk' }).click();
    cleanup();
    shell.newCompany = true;
    render(NewCompany);
    expect(screen.getByLabelText<HTMLInputElement>('Navn').value).toBe('Nordhavn');
    expect(saving.state.kind).toBe('idle');
    screen.getByRole('button', { name: 'Opret virksomhed' }).click();
    await waitFor(() => expect(route.path).toBe('/virksomheder/nord'));
    expect(saving.state.kind).toBe('saved');
  });

  it('stays with its own order when the closing is put aside, and is not called saved', async () => {
    await saving.run(async () => undefined, 'x');
    const note = (): HTMLTextAreaElement => screen.getByLabelText<HTMLTextAreaElement>(/Bemærkning/);
    const choices = [{ value: 'filled', label: 'Besat' }];
    const form = { id: 'job_order', sections: [{ id: 's', title: '', question: null, fields: [{ path: 'close_reason', choices }] }] } as never;
    const onrun = vi.fn(async () => ({ done: true, missing: [] }) as never);
    const shown = (order: string) => render(CloseDialog, { open: true, order, form, onclose: () => undefined, onrun });
    shown('o1');
    type(note(), 'Vi ringer igen');
    expect(saving.state.kind).toBe('idle');
    cleanup();
    shown('o2');
    expect(note().value).toBe('');
    cleanup();
    shown('o1');
    expect(note().value).toBe('Vi ringer igen');
    screen.getByLabelText('Besat').click();
    screen.getByRole('button', { name: 'Luk ordren' }).click();
    await waitFor(() => expect(note().value).toBe(''));
    expect(onrun).toHaveBeenCalledWith([{ path: 'close_note', value: 'Vi ringer igen' }, { path: 'close_reason', value: 'filled' }]);
    expect(saving.state.kind).toBe('saved');
  });
});

describe('the search', () => {
  it('marks, moves and opens by the keyboard, and can begin a job order', async () => {
    backend.search.mockResolvedValue({
      text: 'truck',
      groups: [{ kind: 'company', hits: [{ key: key('t'), title: 'Truckcenter', title_marks: [{ start: 0, end: 5 }], detail: '', detail_marks: [] }] }],
    });
    backend.create.mockResolvedValue({ key: { kind: 'job_order', id: 'o' } });
    shell.searching = true;
    render(Search);
    const field = screen.getByRole('combobox', { name: 'Søg' });
    type(field, 'truck');
    const option = await screen.findByRole('option', { name: /Truckcenter/ });
    expect(option.querySelector('mark')?.textContent).toBe('Truck');
    expect(option.getAttribute('aria-selected')).toBe('true');
    expect(await violations()).toEqual([]);
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }));
    await waitFor(() => expect(field.getAttribute('aria-activedescendant')).toBe('hit-1'));
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    await waitFor(() => expect(route.path).toBe('/jobordrer/o'));
    expect(backend.create).toHaveBeenCalledWith('job_order', [{ path: 'title', value: 'truck' }]);
    expect(shell.searching).toBe(false);
  });
});

describe('a long list', () => {
  it('is a table that says how many rows there are, and renders only some', async () => {
    const row = (at: number): OrderRow => ({
      key: { kind: 'job_order', id: String(at) },
      title: `Kok ${at}`,
      positions: 2,
      company: 'Café',
      workplace: '',
      status: 'draft',
      coordinator: '',
      unit: '',
      deadline: null,
      changed_at: '2026-11-20T10:00:00Z',
    });
    backend.orders.mockImplementation(async (query: { offset: number; limit: number }) => ({
      total: 100_000,
      all: 100_000,
      rows: Array.from({ length: query.limit }, (_, at) => row(query.offset + at)),
    }));
    render(Orders);
    const table = await screen.findByRole('table', { name: 'Jobordrer' });
    expect(table.getAttribute('aria-rowcount')).toBe('100001');
    const first = await within(table).findByText<HTMLElement>('Kok 0, 2 stillinger');
    expect(table.querySelectorAll('[role=row]').length).toBeLessThan(120);
    expect(within(table).getByText('Senest ændret', { selector: 'button' }).closest('[role=columnheader]')?.getAttribute('aria-sort')).toBe('descending');

    first.focus();
    first.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }));
    expect(document.activeElement?.textContent).toBe('Kok 1, 2 stillinger');
  });

  it('is free of faults that a screen reader meets, and says when nothing fits', async () => {
    backend.orders.mockResolvedValue({ total: 0, all: 3, rows: [] });
    render(Orders);
    expect(await screen.findByText('Intet passer på dit valg')).toBeTruthy();
    expect(await violations()).toEqual([]);
    screen.getByRole('button', { name: 'Vis alle jobordrer' }).click();
    await waitFor(() => expect(backend.orders).toHaveBeenLastCalledWith(expect.objectContaining({ status: null })));
  });
});
