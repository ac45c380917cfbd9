import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Failure, RecordKey, RecordView, Saved, Scalar } from '../src/bindings';
import { RecordEditor } from '../src/form/autosave.svelte';
import { saving } from '../src/lib/saving.svelte';
import { IDLE_MS, LARGEST_BYTES, LONGEST_MS, PAUSE_MS, RETRY_MS, type Gateway, type Ledger } from '../src/form/rules';

const KEY: RecordKey = { kind: 'company', id: 'c1' };
const FULL: Failure = { code: 'disk_full', happened: 'Disken er fuld.', kept: 'Teksten står her endnu.', todo: 'Frigør plads.' };
const saved = (message?: string): Saved => ({ at: '2026-11-21T10:00:00Z', problem: message ? { code: 'cvr', message } : null });

function view(fields: Record<string, Scalar> = {}, problems: RecordView['problems'] = []): RecordView {
  return { key: KEY, title: '', subtitle: '', alive: true, fields, lists: {}, problems, names: {}, saved_at: null, order: null, company: null, visit: null, check: null };
}

/** A backend that keeps drafts and makes them changes when a field is left. */
function backend(start: Record<string, Scalar> = {}) {
  const fields: Record<string, Scalar> = { ...start };
  const calls: string[] = [];
  const gateway = {
    saveDraft: vi.fn<Gateway['saveDraft']>(async (_key, path, value) => {
      calls.push(`draft ${path}=${String(value)}`);
      fields[path] = value;
      return saved();
    }),
    leaveField: vi.fn<Gateway['leaveField']>(async (_key, path) => {
      calls.push(`leave ${path}`);
      return view({ ...fields });
    }),
    setFields: vi.fn<Gateway['setFields']>(async (_key, values) => {
      for (const { path, value } of values) {
        calls.push(`set ${path}=${String(value)}`);
        fields[path] = value;
      }
      return view({ ...fields });
    }),
    discardDraft: vi.fn<Gateway['discardDraft']>(async (_key, path) => {
      calls.push(`discard ${path}`);
      delete fields[path];
      return view({ ...fields });
    }),
  };
  return { gateway, calls, fields };
}

const ledger = { run: <T>(work: () => Promise<T>): Promise<T> => work(), dirty: (): void => undefined, fail: (): void => undefined, forget: (): void => undefined };
const edited = (gateway: Gateway, start: Record<string, Scalar> = {}): RecordEditor => new RecordEditor(view(start), gateway, ledger);
const turn = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

function typing(editor: RecordEditor, path: string, text: string): void {
  editor.focus(path);
  for (let end = 1; end <= text.length; end += 1) editor.edit(path, text.slice(0, end));
}

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-21T10:00:00Z') }));
afterEach(() => void vi.useRealTimers());

describe('typing', () => {
  it('is saved as a draft once, after a pause', async () => {
    const { gateway, calls } = backend();
    const editor = edited(gateway);
    typing(editor, 'name', 'Nordhavn');
    await turn(PAUSE_MS - 1);
    expect(calls).toEqual([]);
    await turn(1);
    expect(calls).toEqual(['draft name=Nordhavn']);
    expect(editor.text('name')).toBe('Nordhavn');
  });

  it('never waits more than a second for its save, however long it goes on', async () => {
    const { gateway, calls } = backend();
    const editor = edited(gateway);
    editor.focus('name');
    let text = '';
    for (let at = 0; at <= LONGEST_MS; at += 100) {
      editor.edit('name', (text += 'a'));
      await turn(100);
    }
    expect(calls.length).toBeGreaterThan(0);
  });

  it('becomes a change after ten seconds of rest, and the field keeps its text', async () => {
    const { gateway, calls } = backend();
    const editor = edited(gateway);
    typing(editor, 'name', 'Nord');
    await turn(IDLE_MS);
    expect(calls).toEqual(['draft name=Nord', 'leave name']);
    expect(editor.text('name')).toBe('Nord');
  });

  it('is not saved when nothing changed', async () => {
    const { gateway, calls } = backend({ name: 'Nord' });
    const editor = edited(gateway, { name: 'Nord' });
    editor.focus('name');
    await editor.blur('name');
    await turn(IDLE_MS);
    expect(calls).toEqual([]);
  });
});

describe('leaving a field', () => {
  it('saves at once and then makes it a change', async () => {
    const { gateway, calls } = backend();
    const editor = edited(gateway);
    typing(editor, 'name', 'Nord');
    await editor.blur('name');
    expect(calls).toEqual(['draft name=Nord', 'leave name']);
    expect(editor.settled).toBe(true);
    expect(editor.text('name')).toBe('Nord');
  });

  it('shows the text without a flicker until the answer is there', async () => {
    const { gateway } = backend({ name: 'Old' });
    let answer: (view: RecordView) => void = () => undefined;
    gateway.leaveField.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
    const editor = edited(gateway, { name: 'Old' });
    typing(editor, 'name', 'New');
    const left = editor.blur('name');
    await turn();
    expect(editor.text('name')).toBe('New');
    answer(view({ name: 'New as kept' }));
    await left;
    expect(editor.text('name')).toBe('New as kept');
  });

  it('keeps a value whose format does not hold, and says so only then', async () => {
    const { gateway } = backend();
    gateway.saveDraft.mockResolvedValue(saved('CVR-nummeret har 8 cifre.'));
    gateway.leaveField.mockResolvedValue(view({ cvr: '123' }, [{ path: 'cvr', problem: { code: 'cvr', message: 'CVR-nummeret har 8 cifre.' } }]));
    const editor = edited(gateway);
    typing(editor, 'cvr', '123');
    await turn(PAUSE_MS);
    expect(editor.problem('cvr')).toBeNull();
    await editor.blur('cvr');
    expect(editor.text('cvr')).toBe('123');
    expect(editor.problem('cvr')).toBe('CVR-nummeret har 8 cifre.');
  });

  it('follows the correction of a value that was wrong', async () => {
    const { gateway } = backend();
    const wrong = view({ cvr: '123' }, [{ path: 'cvr', problem: { code: 'cvr', message: 'Forkert.' } }]);
    const editor = new RecordEditor(wrong, gateway, ledger);
    editor.focus('cvr');
    expect(editor.problem('cvr')).toBe('Forkert.');
    editor.edit('cvr', '99060816');
    await turn(PAUSE_MS);
    expect(editor.problem('cvr')).toBeNull();
  });
});

describe('answers', () => {
  it('never replace what is being edited', async () => {
    const { gateway } = backend();
    const editor = edited(gateway, { name: 'A', notes: '' });
    editor.focus('notes');
    editor.edit('notes', 'mine');
    editor.adopt(view({ name: 'B', notes: 'theirs' }));
    expect(editor.text('name')).toBe('B');
    expect(editor.text('notes')).toBe('mine');
  });

  it('of an undo do reach a field that has focus and nothing unsaved', () => {
    const { gateway } = backend();
    const editor = edited(gateway, { name: 'A' });
    editor.focus('name');
    editor.adopt(view({ name: 'B' }));
    expect(editor.text('name')).toBe('B');
  });

  it('that come in the wrong order leave the newest text standing', async () => {
    const { gateway } = backend();
    const answers: (() => void)[] = [];
    gateway.saveDraft.mockImplementation(() => new Promise((resolve) => answers.push(() => resolve(saved()))));
    const editor = edited(gateway);
    typing(editor, 'name', 'first');
    await turn(PAUSE_MS);
    editor.edit('name', 'second');
    await turn(PAUSE_MS);
    expect(answers).toHaveLength(1);
    answers[0]?.();
    await turn();
    expect(gateway.saveDraft).toHaveBeenLastCalledWith(KEY, 'name', 'second');
    answers[1]?.();
    await turn();
    expect(editor.text('name')).toBe('second');
  });
});

describe('a save that fails', () => {
  it('keeps the text, tells why, and is tried again until it succeeds', async () => {
    const { gateway, calls } = backend();
    gateway.saveDraft.mockRejectedValueOnce(FULL).mockRejectedValueOnce(FULL);
    const editor = edited(gateway);
    typing(editor, 'name', 'Nord');
    await turn(PAUSE_MS);
    expect(editor.failure).toEqual(FULL);
    expect(editor.text('name')).toBe('Nord');
    await turn(RETRY_MS);
    expect(editor.failure).toEqual(FULL);
    await turn(RETRY_MS);
    expect(editor.failure).toBeNull();
    expect(calls).toContain('draft name=Nord');
  });

  it('is tried again at the next key', async () => {
    const { gateway } = backend();
    gateway.saveDraft.mockRejectedValueOnce(FULL);
    const editor = edited(gateway);
    typing(editor, 'name', 'Nord');
    await turn(PAUSE_MS);
    editor.edit('name', 'Nordh');
    await turn(PAUSE_MS);
    expect(editor.failure).toBeNull();
    expect(gateway.saveDraft).toHaveBeenLastCalledWith(KEY, 'name', 'Nordh');
  });

  it('keeps the text after the field and the page have been left, and ends as a change', async () => {
    const { gateway, calls } = backend();
    gateway.saveDraft.mockRejectedValueOnce(FULL);
    const editor = edited(gateway);
    typing(editor, 'name', 'Nord');
    await editor.close();
    expect(editor.settled).toBe(false);
    expect(editor.text('name')).toBe('Nord');
    await turn(RETRY_MS);
    expect(calls).toEqual(['draft name=Nord', 'leave name']);
    expect(editor.settled).toBe(true);
  });

  it('of a choice keeps the choice and is tried again', async () => {
    const { gateway, fields } = backend();
    gateway.setFields.mockRejectedValueOnce(FULL);
    const editor = edited(gateway);
    expect(await editor.set([{ path: 'channel', value: 'phone' }])).toBe(false);
    expect(editor.value('channel')).toBe('phone');
    await turn(RETRY_MS);
    expect(fields.channel).toBe('phone');
    expect(editor.failure).toBeNull();
  });

  it('of a choice never overtakes a newer choice', async () => {
    const { gateway, fields } = backend();
    gateway.setFields.mockRejectedValueOnce(FULL);
    const editor = edited(gateway);
    await editor.set([{ path: 'channel', value: 'phone' }]);
    await editor.set([{ path: 'channel', value: 'visit' }]);
    await turn(RETRY_MS * 2);
    expect(fields.channel).toBe('visit');
    expect(gateway.setFields).toHaveBeenCalledTimes(2);
  });
});

describe('a choice of several fields that fails', () => {
  const both = [
    { path: 'company', value: 'c2' },
    { path: 'contact', value: null },
  ];
  const started = (gateway: Gateway): RecordEditor => new RecordEditor(view({ company: 'c1', contact: 'p1' }), gateway, saving);

  it('is tried again as one action', async () => {
    const { gateway } = backend();
    gateway.setFields.mockRejectedValueOnce(FULL);
    await started(gateway).set(both);
    await turn(RETRY_MS);
    expect(gateway.setFields).toHaveBeenCalledTimes(2);
    expect(gateway.setFields).toHaveBeenLastCalledWith(KEY, both);
    expect(saving.state.kind).toBe('saved');
  });

  it('is still one action when everything is flushed before its next try', async () => {
    const { gateway } = backend();
    gateway.setFields.mockRejectedValueOnce(FULL);
    const editor = started(gateway);
    await editor.set(both);
    await editor.flush();
    expect(gateway.setFields).toHaveBeenCalledTimes(2);
    expect(gateway.setFields).toHaveBeenLastCalledWith(KEY, both);
    await turn(RETRY_MS);
    expect(gateway.setFields).toHaveBeenCalledTimes(2);
    expect(saving.state.kind).toBe('saved');
  });

  it('is tried again for the other fields when its first field has got another value', async () => {
    const { gateway, fields } = backend({ company: 'c1', contact: 'p1' });
    gateway.setFields.mockRejectedValueOnce(FULL);
    const editor = started(gateway);
    await editor.set(both);
    await editor.set([{ path: 'company', value: 'c3' }]);
    expect(saving.failed).toEqual(FULL);
    await turn(RETRY_MS);
    expect(fields).toEqual({ company: 'c3', contact: null });
    expect(editor.failure).toBeNull();
    expect(saving.state.kind).toBe('saved');
  });
});

describe('the save mark', () => {
  const marked = (gateway: Gateway): RecordEditor => new RecordEditor(view(), gateway, saving);
  const huge = 'a'.repeat(LARGEST_BYTES + 1);

  it('takes back "saved" at the first key, and says it again when the text is on disk', async () => {
    const { gateway } = backend();
    const editor = marked(gateway);
    typing(editor, 'name', 'Nord');
    expect(saving.state.kind).toBe('idle');
    await editor.blur('name');
    expect(saving.state.kind).toBe('saved');
    editor.focus('name');
    editor.edit('name', 'Nordh');
    expect(saving.state.kind).toBe('idle');
    expect(saving.unsettled).toBe(true);
    await turn(PAUSE_MS);
    expect(saving.state.kind).toBe('saved');
  });

  it('does not say saved for a text that has gone on while it was being saved', async () => {
    const { gateway } = backend();
    let answer: () => void = () => undefined;
    gateway.saveDraft.mockImplementationOnce(() => new Promise((resolve) => (answer = () => resolve(saved()))));
    const editor = marked(gateway);
    typing(editor, 'name', 'Nord');
    await turn(PAUSE_MS);
    editor.edit('name', 'Nordh');
    answer();
    await turn();
    expect(saving.state.kind).toBe('idle');
    await turn(PAUSE_MS);
    expect(saving.state.kind).toBe('saved');
  });

  it('says that a text is too large until it is shorter, whatever else is saved', async () => {
    const { gateway } = backend();
    const editor = marked(gateway);
    editor.edit('notes', huge);
    await editor.set([{ path: 'channel', value: 'phone' }]);
    expect(saving.failed?.happened).toBe('En tekst er for stor til at blive gemt.');
    expect(editor.failure).toEqual(saving.failed);
    editor.edit('notes', 'kort');
    expect(saving.state.kind).toBe('idle');
    await editor.blur('notes');
    expect(saving.state.kind).toBe('saved');
    expect(editor.failure).toBeNull();
  });

  it('says it also when the text grew too large behind a save', async () => {
    const { gateway } = backend();
    let answer: () => void = () => undefined;
    gateway.saveDraft.mockImplementationOnce(() => new Promise((resolve) => (answer = () => resolve(saved()))));
    const editor = marked(gateway);
    editor.edit('notes', 'kort');
    await turn(PAUSE_MS);
    editor.edit('notes', huge);
    answer();
    await turn();
    expect(saving.state.kind).toBe('failed');
    editor.edit('notes', 'kort');
    await editor.flush();
    expect(saving.state.kind).toBe('saved');
  });

  it('is not renewed when a field is left twice and there was nothing more to save', async () => {
    const { gateway } = backend();
    const told: boolean[] = [];
    const run: Ledger['run'] = async (work, _what, saves = () => true) => {
      const result = await work();
      told.push(saves(result));
      return result;
    };
    const editor = new RecordEditor(view(), gateway, { ...ledger, run });
    typing(editor, 'name', 'Nord');
    await Promise.all([editor.blur('name'), editor.blur('name')]);
    expect(told).toEqual([true, false]);
  });

  it('forgets a list item that has become something else', async () => {
    const { gateway } = backend();
    const editor = marked(gateway);
    editor.keep('new_requirement', 'Kørekort');
    expect(saving.state.kind).toBe('idle');
    await editor.release('new_requirement');
    expect(saving.state.kind).toBe('saved');
  });
});

describe('going away', () => {
  it('sends every draft at once, also behind a slow save', async () => {
    const { gateway } = backend();
    gateway.saveDraft.mockImplementation(() => new Promise(() => undefined));
    const editor = edited(gateway);
    typing(editor, 'name', 'Nord');
    await turn(PAUSE_MS);
    typing(editor, 'notes', 'Husk');
    editor.flushNow();
    expect(gateway.saveDraft).toHaveBeenCalledWith(KEY, 'notes', 'Husk');
  });
});

describe('the rest', () => {
  it('saves choices at once, as one action', async () => {
    const { gateway, calls } = backend();
    const editor = edited(gateway);
    await editor.set([
      { path: 'company', value: 'c2' },
      { path: 'contact', value: null },
    ]);
    expect(gateway.setFields).toHaveBeenCalledTimes(1);
    expect(calls).toEqual(['set company=c2', 'set contact=null']);
  });

  it('tells plainly that a text is too large, sends nothing, and keeps the text', async () => {
    const { gateway, calls } = backend();
    const editor = edited(gateway);
    const huge = 'æ'.repeat(LARGEST_BYTES / 2 + 1);
    editor.focus('notes');
    editor.edit('notes', huge);
    await editor.blur('notes');
    await turn(IDLE_MS);
    expect(calls).toEqual([]);
    expect(editor.problem('notes')).toContain('1,0 MB');
    expect(editor.text('notes')).toBe(huge);
    editor.edit('notes', 'kort');
    await editor.blur('notes');
    expect(calls).toEqual(['draft notes=kort', 'leave notes']);
  });

  it('makes a new record at the first save only', async () => {
    const { gateway } = backend();
    const create = vi.fn(async () => view());
    const editor = new RecordEditor({ ...view(), key: { kind: 'company', id: '' } }, gateway, ledger, create);
    editor.focus('name');
    await editor.blur('name');
    expect(create).not.toHaveBeenCalled();
    typing(editor, 'name', 'Nord');
    await editor.blur('name');
    expect(create).toHaveBeenCalledTimes(1);
    expect(gateway.saveDraft).toHaveBeenCalledWith(KEY, 'name', 'Nord');
  });

  it('keeps a list item that is being written as a draft, and never makes it a field', async () => {
    const { gateway, calls } = backend();
    const editor = edited(gateway);
    editor.keep('new_requirement', 'Kørekort');
    await turn(IDLE_MS);
    expect(editor.text('new_requirement')).toBe('Kørekort');
    expect(editor.settled).toBe(true);
    await editor.release('new_requirement');
    expect(calls).toEqual(['draft new_requirement=Kørekort', 'discard new_requirement']);
    expect(editor.text('new_requirement')).toBe('');
  });
});
