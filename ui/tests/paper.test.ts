import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Failure, Printer, RecordKey } from '../src/bindings';
import { reading } from '../src/lib/reading';
import PaperButton from '../src/parts/paper/PaperButton.svelte';

const backend = vi.hoisted(() => ({ paper: vi.fn(), printers: vi.fn(), printPaper: vi.fn(), savePaper: vi.fn() }));
vi.mock('../src/bindings', async (original) => ({ ...(await original<object>()), ...backend }));

const pdf = vi.hoisted(() => ({ openPaper: vi.fn() }));
vi.mock('../src/lib/pdf', () => pdf);

const KEY: RecordKey = { kind: 'job_order', id: 'o1' };
const PRINTERS: Printer[] = [
  { name: 'Lager', title: 'Printeren på lageret', default: true },
  { name: 'Kontor', title: 'Printeren på kontoret', default: false },
];
const REFUSED: Failure = { code: 'not_printed', happened: 'Printeren tog ikke imod papiret.', kept: 'Intet er skrevet ud.', todo: 'Prøv igen.' };

const closed = vi.fn();
const paper = {
  pages: 2,
  draw: vi.fn(() => Promise.resolve()),
  read: vi.fn((page: number) => Promise.resolve([{ tag: 'h3', pieces: [`Overskrift ${page}`] }, { tag: 'ul', pieces: [{ tag: 'li', pieces: ['Truckkort B'] }] }])),
  close: closed,
};

beforeEach(() => {
  backend.paper.mockResolvedValue({ title: 'Jobordre', file_name: 'jobordre-2026-11-24-4f2a91.pdf', base64: 'JVBERg==' });
  backend.printers.mockResolvedValue(PRINTERS);
  backend.printPaper.mockResolvedValue(true);
  backend.savePaper.mockResolvedValue('/home/maja/jobordre.pdf');
  pdf.openPaper.mockResolvedValue(paper);
});
afterEach(() => {
  cleanup();
  vi.clearAllMocks();
});

const before = vi.fn(() => Promise.resolve());
async function open(): Promise<HTMLElement> {
  render(PaperButton, { record: KEY, what: 'job_order', title: 'Jobordren', before });
  const button = screen.getByRole('button', { name: /Vis og udskriv/ });
  button.focus();
  await fireEvent.click(button);
  return screen.findByRole('dialog');
}

describe('the paper on the desk', () => {
  it('is made of what has just been typed, and shows every page with a text that can be read aloud', async () => {
    const dialog = await open();
    expect(before.mock.invocationCallOrder[0]).toBeLessThan(backend.paper.mock.invocationCallOrder[0] ?? 0);
    expect(backend.paper).toHaveBeenCalledWith(KEY, 'job_order');
    for (const page of [1, 2]) {
      const group = await within(dialog).findByRole('group', { name: `Side ${page} af 2` });
      await within(group).findByRole('heading', { name: `Overskrift ${page}`, level: 3 });
      expect(within(group).getByRole('listitem').textContent?.trim()).toBe('Truckkort B');
      expect(group.querySelector('canvas')?.getAttribute('aria-hidden')).toBe('true');
    }
    expect(within(dialog).getByRole('region', { name: 'Papirets sider' }).getAttribute('tabindex')).toBe('0');
    const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  it('goes to the chosen printer in the chosen number, and says so', async () => {
    const dialog = await open();
    const printer = await within(dialog).findByLabelText<HTMLSelectElement>('Printer');
    expect(printer.value).toBe('Lager');
    await fireEvent.change(printer, { target: { value: 'Kontor' } });
    await fireEvent.input(within(dialog).getByLabelText('Antal eksemplarer'), { target: { value: '3' } });
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Udskriv' }));
    expect(backend.printPaper).toHaveBeenCalledExactlyOnceWith(KEY, 'job_order', 'Kontor', 3);
    await waitFor(() => expect(within(dialog).getByRole('status').textContent).toContain('3 eksemplarer er sendt til printeren Printeren på kontoret.'));
    cleanup();
    const again = await open();
    expect((await within(again).findByLabelText<HTMLSelectElement>('Printer')).value, 'the printer used last').toBe('Kontor');
  });

  it('asks for a number that can be printed', async () => {
    const dialog = await open();
    const copies = await within(dialog).findByLabelText<HTMLInputElement>('Antal eksemplarer');
    for (const wrong of ['', '0', 'to', '-1', '1,5']) {
      await fireEvent.input(copies, { target: { value: wrong } });
      await fireEvent.click(within(dialog).getByRole('button', { name: 'Udskriv' }));
      expect(within(dialog).getByRole('alert').textContent).toContain('Skriv et tal fra 1 til 99.');
      await waitFor(() => expect(document.activeElement).toBe(copies));
    }
    expect(backend.printPaper).not.toHaveBeenCalled();
  });

  it('is sent once, however often the button is pressed, and says why it was not taken', async () => {
    const dialog = await open();
    let refuse: (reason: Failure) => void = () => undefined;
    backend.printPaper.mockReturnValue(new Promise((_, reject) => (refuse = reject)));
    const button = await within(dialog).findByRole('button', { name: 'Udskriv' });
    await fireEvent.click(button);
    await fireEvent.click(button);
    expect(backend.printPaper).toHaveBeenCalledOnce();
    refuse(REFUSED);
    expect((await within(dialog).findByRole('alert')).textContent).toContain(REFUSED.happened);
    expect(within(dialog).getByRole('status').textContent?.trim()).toBe('');
  });

  it('names the characters that cannot be drawn, and leads back to the text', async () => {
    const undrawable: Failure = {
      code: 'paper_undrawable',
      happened: 'Kontaktpersonens navn har tegn, der ikke kan trykkes: \u2068ي\u2069 \u2068🙂\u2069.',
      kept: 'Papiret er ikke lavet. Teksten er, som den var.',
      todo: 'Skriv det med latinske bogstaver, navne som i passet, og uden billedtegn. Vis så papiret igen.',
    };
    backend.paper.mockRejectedValue(undrawable);
    const dialog = await open();
    const said = await within(dialog).findByRole('alert');
    for (const sentence of [undrawable.happened, undrawable.kept, undrawable.todo]) expect(said.textContent).toContain(sentence);
    expect(within(dialog).queryByRole('button', { name: 'Udskriv' }), 'nothing was made').toBeNull();
    await fireEvent.click(within(said).getByRole('button', { name: 'Luk, og ret teksten' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: /Vis og udskriv/ }));
  });

  it('is saved, and tells where; who would rather not hears nothing', async () => {
    const dialog = await open();
    const save = await within(dialog).findByRole('button', { name: 'Gem som PDF' });
    await fireEvent.click(save);
    await waitFor(() => expect(within(dialog).getByRole('status').textContent).toContain('/home/maja/jobordre.pdf'));
    backend.savePaper.mockResolvedValue(null);
    await fireEvent.click(save);
    await waitFor(() => expect(within(dialog).getByRole('status').textContent?.trim()).toBe(''));
  });

  it('can be saved where there is no printer, and saving is then the one main action', async () => {
    backend.printers.mockRejectedValue(REFUSED);
    const dialog = await open();
    await within(dialog).findByText(/Computeren har ingen printer lige nu/);
    expect(within(dialog).queryByRole('button', { name: 'Udskriv' })).toBeNull();
    expect(dialog.querySelectorAll('.button-primary')).toHaveLength(1);
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Gem som PDF' }));
    expect(backend.savePaper).toHaveBeenCalledOnce();
  });

  it('says why it cannot be made, and offers nothing to print', async () => {
    backend.paper.mockRejectedValue({ ...REFUSED, happened: 'I teksten står der noget, som ligner et CPR-nummer.' });
    const dialog = await open();
    await within(dialog).findByText(/ligner et CPR-nummer/);
    await waitFor(() => expect(within(dialog).queryByText(/Laver papiret/)).toBeNull());
    expect(within(dialog).queryByRole('button', { name: /Udskriv|Gem som PDF/ })).toBeNull();
  });

  it('can be read as text, and gives everything back when it is put away', async () => {
    const dialog = await open();
    const astext = await within(dialog).findByRole('button', { name: 'Vis papiret som tekst' });
    expect(astext.getAttribute('aria-pressed')).toBe('false');
    await fireEvent.click(astext);
    expect(astext.getAttribute('aria-pressed')).toBe('true');
    expect(dialog.querySelector<HTMLCanvasElement>('canvas')?.hidden).toBe(true);
    expect(dialog.querySelectorAll('.fm-papertext')).toHaveLength(2);
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Luk' }));
    expect(closed).toHaveBeenCalledOnce();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: /Vis og udskriv/ })));
  });
});

describe('what a paper says', () => {
  const content = (id: string) => ({ type: 'content', id });
  const begin = (id: string | null) => ({ type: 'beginMarkedContentProps', id });
  const end = { type: 'endMarkedContent' };

  it('is read in the order of its tags, not in that of its drawing', () => {
    const tree = {
      role: 'Root',
      children: [
        {
          role: 'Document',
          children: [
            { role: 'H1', children: [content('b')] },
            { role: 'L', children: [{ role: 'LI', children: [{ role: 'Lbl', children: [content('c')] }, { role: 'LBody', children: [content('d')] }] }] },
            { role: 'Table', children: [{ role: 'TR', children: [{ role: 'TH', children: [content('a')] }] }] },
            { role: 'Figure', alt: 'Underskrift', children: [content('e')] },
            { role: 'P', children: [] },
          ],
        },
      ],
    };
    const items = [begin('a'), { str: 'Navn' }, end, begin('b'), { str: 'Job', hasEOL: true }, { str: 'ordre' }, end, begin('c'), { str: '1.' }, end, begin('d'), { str: 'Truck' }, end];
    expect(reading(tree, items)).toEqual([
      { tag: 'h3', pieces: ['Job ordre'] },
      { tag: 'ul', pieces: [{ tag: 'li', pieces: ['1.', ' ', 'Truck'] }] },
      { tag: 'table', pieces: [{ tag: 'tr', pieces: [{ tag: 'th', pieces: ['Navn'] }] }] },
      { tag: 'figure', pieces: [], label: 'Underskrift' },
    ]);
  });

  it('leaves out what is tagged as nothing, and survives a page without tags', () => {
    expect(reading(null, [begin(null), { str: 'Side 1 af 2' }, end])).toEqual([]);
    expect(reading({ role: 'Root', children: [content('x')] }, [])).toEqual([]);
  });
});
