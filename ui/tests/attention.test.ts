import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RefusedView, Attention as View } from '../src/bindings';
import Attention from '../src/screens/Attention.svelte';

const NOTHING: View = { conflicts: [], refused: [], unreadable: [], deletions: 0, too_old: false, dropped: [], drafts: [], duplicates: [], discarded: [], discarded_drafts: [] };
const backend = vi.hoisted(() => ({
  attention: vi.fn(),
  allowDeletions: vi.fn(),
  resend: vi.fn(),
  syncStatus: vi.fn(),
}));
vi.mock('../src/bindings', async (original) => ({ ...(await original<object>()), ...backend }));

beforeEach(() => {
  vi.clearAllMocks();
  backend.syncStatus.mockResolvedValue({ state: 'all_sent', news: 0, connected: true });
});
afterEach(cleanup);

it('asks before many deletions are sent, and says what has not happened', async () => {
  backend.attention.mockResolvedValueOnce({ ...NOTHING, deletions: 24 }).mockResolvedValue(NOTHING);
  render(Attention);
  await screen.findByRole('heading', { name: '24 sletninger er ikke sendt' });
  expect(screen.getByText(/Kollegerne har stadig det hele/)).toBeTruthy();
  expect(screen.getByText(/Én ting venter på dig/)).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Send sletningerne' }));
  expect(backend.allowDeletions).toHaveBeenCalledOnce();
  await screen.findByRole('heading', { name: 'Intet venter på dig' });
});

it('says that the program is too old to read, and that what is written is still sent', async () => {
  backend.attention.mockResolvedValue({ ...NOTHING, too_old: true });
  render(Attention);
  await screen.findByRole('heading', { name: 'Feltmappen skal opdateres' });
  expect(screen.getByText(/Én ting venter på dig/)).toBeTruthy();
  expect(screen.getByText(/bliver stadig sendt/)).toBeTruthy();
  expect(screen.getByText(/installér den nyeste udgave/)).toBeTruthy();
});

it('sends nothing again that would be refused again, and leads to what is wrong', async () => {
  const key = { kind: 'job_order', id: 'o1' } as const;
  const value = { key, look: 'text', writable: true } as const;
  const refused: RefusedView = {
    commit: 'c1',
    record: { key, name: 'Kok', detail: '' },
    why: 'En værdi er ikke skrevet, så den kan modtages.',
    values: [
      { ...value, path: 'tasks', label: 'Arbejdsopgaver', text: 'Mad til 80.', value: 'Mad til 80.', problem: null },
      { ...value, path: 'title', label: 'Stillingsbetegnelse', text: 'Kok og meget mere', value: 'Kok og meget mere', problem: 'Teksten er 14 tegn for lang.' },
    ],
    held: 0,
    at: null,
  };
  backend.attention.mockResolvedValue({ ...NOTHING, refused: [refused] });
  backend.resend.mockResolvedValue(NOTHING);
  render(Attention);
  await fireEvent.click(await screen.findByRole('button', { name: 'Ret og send igen' }));
  const title = screen.getByRole('textbox', { name: 'Stillingsbetegnelse', description: /Teksten er 14 tegn for lang/ });
  expect(screen.getByRole('textbox', { name: 'Arbejdsopgaver' }).getAttribute('aria-invalid')).toBeNull();

  await fireEvent.click(screen.getByRole('button', { name: 'Send igen' }));
  expect(backend.resend).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(title);
  expect(screen.getByRole('alert').textContent).toContain('Intet er sendt endnu');

  await fireEvent.input(title, { target: { value: 'Kok' } });
  expect(title.getAttribute('aria-invalid')).toBeNull();
  expect(screen.queryByRole('alert')).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: 'Send igen' }));
  expect(backend.resend).toHaveBeenCalledExactlyOnceWith('c1', [{ key, path: 'title', value: 'Kok' }]);
  await screen.findByRole('heading', { name: 'Intet venter på dig' });
});
