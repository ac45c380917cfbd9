import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Attention as View } from '../src/bindings';
import Attention from '../src/screens/Attention.svelte';

const NOTHING: View = { conflicts: [], refused: [], unreadable: [], deletions: 0, too_old: false, dropped: [], drafts: [], duplicates: [], discarded: [], discarded_drafts: [] };
const backend = vi.hoisted(() => ({
  attention: vi.fn(),
  allowDeletions: vi.fn(),
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
