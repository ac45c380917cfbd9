import { beforeEach, expect, it, vi } from 'vitest';
import { call } from '../src/lib/backend';

const invoke = vi.hoisted(() => vi.fn((name: string) => Promise.resolve(`asked for ${name}`)));
vi.mock('@tauri-apps/api/core', () => ({ invoke }));

beforeEach(() => {
  invoke.mockClear();
  delete window.firstAnswers;
});

it('takes an answer that the shell asked for once, and asks itself from then on', async () => {
  window.firstAnswers = { start: Promise.resolve('asked ahead') };
  expect(await call('start')).toBe('asked ahead');
  expect(invoke).not.toHaveBeenCalled();
  expect(await call('start')).toBe('asked for start');
});

it('asks itself for everything else', async () => {
  window.firstAnswers = { start: Promise.resolve('asked ahead') };
  expect(await call('reference')).toBe('asked for reference');
  expect(await call('start', { key: 1 })).toBe('asked for start');
});

it('hands on the failure of an answer that was asked ahead', async () => {
  window.firstAnswers = { start: Promise.reject(new Error('locked')) };
  await expect(call('start')).rejects.toThrow('locked');
});
