import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fileRefusal } from '../src/lib/templates';
import { route } from '../src/lib/route.svelte';
import FromFile from '../src/screens/template/FromFile.svelte';

const backend = vi.hoisted(() => ({ importTemplate: vi.fn() }));
vi.mock('../src/bindings', async (original) => ({ ...(await original<object>()), ...backend }));

const KEY = { kind: 'template' as const, id: 'ny' };
const TEXT = '{"use":"visit"}';

/** jsdom's own file cannot be read. */
const fileOf = (name: string, text: string): File => ({ name, size: text.length, arrayBuffer: async () => new TextEncoder().encode(text).buffer }) as unknown as File;

async function choose(name = 'guide.json', text = TEXT): Promise<void> {
  const input = screen.getByLabelText<HTMLInputElement>('Skabelonfil');
  await fireEvent.change(input, { target: { files: [fileOf(name, text)] } });
}

beforeEach(() => {
  vi.clearAllMocks();
  route.go('/skabeloner', true);
});
afterEach(cleanup);

describe('a template from a file', () => {
  it('becomes a draft that is opened', async () => {
    backend.importTemplate.mockResolvedValue({ outcome: 'made', key: KEY });
    render(FromFile);
    await choose();
    await waitFor(() => expect(route.path).toBe('/skabeloner/ny'));
    expect(backend.importTemplate).toHaveBeenCalledWith(TEXT, false);
  });

  it('is taken where it is dropped', async () => {
    backend.importTemplate.mockResolvedValue({ outcome: 'made', key: KEY });
    render(FromFile);
    await fireEvent.drop(screen.getByRole('region', { name: 'Hent en skabelon fra en fil' }), { dataTransfer: { files: [fileOf('guide.json', TEXT)] } });
    await waitFor(() => expect(backend.importTemplate).toHaveBeenCalledWith(TEXT, false));
  });

  it('says everything that is wrong with it, tags as text, and stays', async () => {
    const sentence = 'To dele af skabelonen har samme id. Giv den ene et andet.';
    backend.importTemplate.mockResolvedValue({ outcome: 'refused', problems: [{ code: 'duplicate_id', subject: '<img src=x>', sentence }, { code: 'nothing', subject: null, sentence: 'Skabelonen skal have mindst ét spørgsmål.' }] });
    render(FromFile);
    await choose();
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Filen er ikke hentet. To ting i den skal rettes');
    expect(within(alert).getByText(`»<img src=x>«: ${sentence}`)).toBeTruthy();
    expect(document.querySelector('img')).toBeNull();
    expect(route.path).toBe('/skabeloner');
    const result = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
    expect(result.violations.map(({ id }) => id)).toEqual([]);
  });

  it('replaces a draft only when the user says so', async () => {
    backend.importTemplate.mockResolvedValue({ outcome: 'draft_there', title: 'Vores guide', version: 4 });
    render(FromFile);
    await choose();
    expect(await screen.findByText(/Der er allerede et udkast, »Vores guide«, version 4/)).toBeTruthy();
    backend.importTemplate.mockResolvedValue({ outcome: 'made', key: KEY });
    screen.getByText<HTMLButtonElement>('Erstat udkastet').click();
    await waitFor(() => expect(backend.importTemplate).toHaveBeenLastCalledWith(TEXT, true));
    await waitFor(() => expect(route.path).toBe('/skabeloner/ny'));
  });

  it('is not read when it is empty or far too large', async () => {
    render(FromFile);
    await choose('tom.json', '');
    expect((await screen.findByRole('alert')).textContent).toContain('»tom.json« er tom.');
    expect(backend.importTemplate).not.toHaveBeenCalled();
    expect(fileRefusal({ name: 'stor.json', size: 6_000_000 })).toContain('for stor');
    expect(fileRefusal({ name: 'guide.json', size: 60_000 })).toBeNull();
  });
});
