import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Finder } from '../src/lib/finder.svelte';
import { Listing } from '../src/lib/listing.svelte';
import { go, href, pageOf, route } from '../src/lib/route.svelte';
import { saving } from '../src/lib/saving.svelte';
import { undo } from '../src/lib/undo.svelte';
import { openEditor, releaseEditor } from '../src/form/editors';
import type { ListQuery, RecordView, SearchView } from '../src/bindings';

const calls = vi.hoisted(() => ({
  search: vi.fn<(text: string) => Promise<SearchView>>(),
  open: vi.fn(),
  saveDraft: vi.fn(),
  leaveField: vi.fn(),
  undo: vi.fn(),
}));
const { search } = calls;
vi.mock('../src/bindings', async (original) => ({ ...(await original<object>()), ...calls }));

/** A promise that the test settles. */
function later<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (reason: unknown) => void } {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
const full = { code: 'disk_full', happened: 'a', kept: 'b', todo: 'c' } as const;

describe('the save state', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    saving.forget('a');
    saving.clear();
  });

  it('says saved only when the promise has resolved, and saving only after a second', async () => {
    const save = later<void>();
    const done = saving.run(() => save.promise, 'a');
    expect(saving.state.kind).toBe('idle');
    vi.advanceTimersByTime(1100);
    expect(saving.state.kind).toBe('saving');
    save.resolve();
    await done;
    expect(saving.state.kind).toBe('saved');
  });

  it('takes back "saved" while the next save is under way', async () => {
    await saving.run(() => Promise.resolve(), 'a');
    const save = later<void>();
    const done = saving.run(() => save.promise, 'a');
    expect(saving.state.kind).toBe('idle');
    save.resolve();
    await done;
    expect(saving.state.kind).toBe('saved');
  });

  it('keeps a failure until the same thing is saved', async () => {
    await expect(saving.run(() => Promise.reject(full), 'a')).rejects.toBe(full);
    await saving.run(() => Promise.resolve(), 'b');
    expect(saving.failed).toEqual(full);
    await saving.run(() => Promise.resolve(), 'a');
    expect(saving.state.kind).toBe('saved');
  });

  it('does not say saved while anything is only typed', async () => {
    saving.dirty('b');
    await saving.run(() => Promise.resolve(), 'a');
    expect(saving.state.kind).toBe('idle');
    expect(saving.unsettled).toBe(true);
    saving.forget('b');
    expect(saving.state.kind).toBe('saved');
  });

  it('is not renewed by a call that saved nothing', async () => {
    await saving.run(() => Promise.resolve(), 'a', () => false);
    expect(saving.at).toBeNull();
  });

  it('keeps a failure that is told without a call', () => {
    saving.fail('a', full);
    expect(saving.state).toEqual({ kind: 'failed', failure: full });
  });
});

describe('undo', () => {
  it('takes back what was typed last, also when it was not saved yet, and says nothing of saving', async () => {
    const view: RecordView = { key: { kind: 'company', id: 'c1' }, title: '', subtitle: '', alive: true, fields: {}, lists: {}, problems: [], names: {}, saved_at: null, order: null, company: null, visit: null, check: null };
    const done: string[] = [];
    calls.open.mockResolvedValue(view);
    calls.saveDraft.mockImplementation(async () => (done.push('draft'), { at: '', problem: null }));
    calls.leaveField.mockImplementation(async () => (done.push('leave'), view));
    calls.undo.mockImplementation(async () => (done.push('undo'), { result: 'nothing' }));
    const editor = await openEditor(view.key);
    editor.edit('name', 'Nord');
    await undo.last();
    expect(done).toEqual(['draft', 'leave', 'undo']);
    saving.clear();
    await undo.last();
    expect(saving.at).toBeNull();
    await releaseEditor(editor);
  });
});

describe('the route', () => {
  it('goes by hash, also with Danish letters, and knows sections from pages', () => {
    go('/jobordrer/17/krav');
    expect([route.path, route.page, route.parts]).toEqual(['/jobordrer/17/krav', '/jobordrer/17', ['jobordrer', '17', 'krav']]);
    expect(window.location.hash).toBe('#/jobordrer/17/krav');
    expect(href('/å')).toBe('#/%C3%A5');
    expect(pageOf('/i-dag')).toBe('/i-dag');
  });

  it('follows the address bar', async () => {
    const stop = route.follow();
    window.location.hash = '#/virksomheder';
    await vi.waitFor(() => expect(route.path).toBe('/virksomheder'));
    stop();
  });

  it('moves focus to the heading once after another page, not after another section', async () => {
    const heading = document.createElement('h1');
    heading.tabIndex = -1;
    document.body.append(heading);
    go('/jobordrer/17');
    await route.arrive(heading);
    expect(document.activeElement).toBe(heading);
    heading.blur();
    go('/jobordrer/17/terms');
    await route.arrive(heading);
    expect(document.activeElement).toBe(document.body);
    heading.remove();
  });
});

describe('a list', () => {
  it('drops the answer to an older question', async () => {
    const answers = [later<{ total: number; all: number; rows: string[] }>(), later<{ total: number; all: number; rows: string[] }>()];
    const asked: string[] = [];
    const list = new Listing<string>((query: ListQuery) => {
      asked.push(query.text);
      return answers[asked.length - 1]!.promise;
    });
    const first = list.change({ text: 'k' });
    void list.change({ text: 'ko' });
    void list.change({ text: 'kok' });
    answers[0]!.resolve({ total: 9, all: 9, rows: ['old'] });
    answers[1]!.resolve({ total: 1, all: 9, rows: ['new'] });
    await first;
    expect(asked).toEqual(['k', 'kok']);
    expect([list.total, list.first]).toEqual([1, ['new']]);
  });

  it('turns the order round at the second press', async () => {
    const list = new Listing<string>(() => Promise.resolve({ total: 0, all: 0, rows: [] }));
    await list.sortBy('changed');
    expect(list.filter).toMatchObject({ sort: 'changed', descending: false });
    await list.sortBy('changed');
    expect(list.filter.descending).toBe(true);
  });

  it('keeps its rows when it cannot be read', async () => {
    const fetch = vi.fn().mockResolvedValueOnce({ total: 1, all: 1, rows: ['x'] }).mockRejectedValueOnce(full);
    const list = new Listing<string>(fetch);
    await list.refresh();
    await list.refresh();
    expect([list.first, list.failure]).toEqual([['x'], full]);
  });
});

describe('search', () => {
  it('never lets an older answer replace a newer one', async () => {
    const old = later<SearchView>();
    search.mockReturnValueOnce(old.promise).mockResolvedValueOnce({ text: 'truck', groups: [] });
    const finder = new Finder();
    const asked = finder.ask('t');
    void finder.ask('tr');
    void finder.ask('truck');
    old.resolve({ text: 't', groups: [{ kind: 'company', hits: [] }] });
    await asked;
    expect(search.mock.calls).toEqual([['t'], ['truck']]);
    expect(finder.view).toEqual({ text: 'truck', groups: [] });
  });

  it('is empty for an empty field', async () => {
    const finder = new Finder();
    await finder.ask('  ');
    expect(finder.view).toBeNull();
  });
});
