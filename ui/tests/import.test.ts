import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ImportPreview, ImportProgress } from '../src/bindings';
import * as backend from '../src/bindings';
import { CHUNK, Importing, LARGEST_FILE, mappingProblem, refuse, result, toBase64 } from '../src/screens/import/importing.svelte';

vi.mock('../src/bindings', () => ({
  importBegin: vi.fn(async () => true),
  importChunk: vi.fn(async () => true),
  importPreview: vi.fn(),
  importStart: vi.fn(),
  importStep: vi.fn(),
  importCancel: vi.fn(async () => true),
}));

const preview: ImportPreview = {
  name: 'v.csv',
  encoding: 'UTF-8',
  rows: 3,
  columns: [
    { header: 'CVR', samples: [], target: 'cvr' },
    { header: 'Navn', samples: [], target: null },
  ],
  targets: [
    { field: 'cvr', label: 'CVR-nummer', required: true },
    { field: 'name', label: 'Navn', required: true },
  ],
};
const progress = (done: number, finished = false): ImportProgress => ({
  done,
  total: 3,
  created: done,
  updated: 0,
  unchanged: 0,
  errors: [],
  error_count: 0,
  finished,
});
/** A file of zeros; jsdom's own cannot be read in parts. */
const file = (size: number, name = 'v.csv'): File =>
  ({ name, size, slice: (from: number, to: number) => ({ arrayBuffer: async () => new ArrayBuffer(Math.min(to, size) - from) }) }) as unknown as File;

beforeEach(() => {
  vi.clearAllMocks();
  vi.mocked(backend.importPreview).mockResolvedValue(preview);
  vi.mocked(backend.importStart).mockResolvedValue(progress(0));
});

describe('choosing a file', () => {
  it('refuses one that is too large with its size and what to do', () => {
    const words = refuse({ name: 'alt.csv', size: LARGEST_FILE + 10 * 1024 * 1024 });
    expect(words).toContain('60 MB');
    expect(words).toContain('50 MB');
    expect(words).toContain('Del den');
    expect(refuse({ name: 'alt.csv', size: LARGEST_FILE })).toBeNull();
  });

  it('refuses an empty file and a spreadsheet', () => {
    expect(refuse({ name: 'tom.csv', size: 0 })).toContain('tom');
    expect(refuse({ name: 'liste.XLSX', size: 10 })).toContain('CSV');
  });

  it('asks the backend for nothing when it is refused', async () => {
    const importing = new Importing();
    await importing.take(file(0));
    expect(importing.phase).toBe('choose');
    expect(backend.importBegin).not.toHaveBeenCalled();
  });

  it('hands it over in parts', async () => {
    const importing = new Importing();
    await importing.take(file(CHUNK * 2 + 1));
    expect(backend.importBegin).toHaveBeenCalledWith('v.csv', CHUNK * 2 + 1, 'companies');
    expect(backend.importChunk).toHaveBeenCalledTimes(3);
    expect(importing.phase).toBe('mapping');
    expect(importing.mapping).toEqual(['cvr', null]);
  });

  it('keeps the bytes as they are', () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256);
    expect(Uint8Array.from(atob(toBase64(bytes)), (sign) => sign.charCodeAt(0))).toEqual(bytes);
  });
});

describe('columns', () => {
  it('must hold what is required, once', () => {
    expect(mappingProblem(preview, ['cvr', null])).toBe('Vælg den kolonne, der er Navn.');
    expect(mappingProblem(preview, ['cvr', 'cvr'])).toContain('to kolonner');
    expect(mappingProblem(preview, ['cvr', 'name'])).toBeNull();
  });
});

describe('the import', () => {
  it('goes on to the end', async () => {
    vi.mocked(backend.importStep).mockResolvedValueOnce(progress(2)).mockResolvedValueOnce(progress(3, true));
    const importing = new Importing();
    await importing.take(file(10));
    await importing.run();
    expect(importing.phase).toBe('done');
    expect(importing.progress?.done).toBe(3);
  });

  it('keeps what is done when it is stopped', async () => {
    const importing = new Importing();
    await importing.take(file(10));
    let step: (value: ImportProgress) => void = () => undefined;
    vi.mocked(backend.importStep).mockImplementation(() => new Promise((resolve) => (step = resolve)));
    const run = importing.run();
    await vi.waitFor(() => expect(backend.importStep).toHaveBeenCalledTimes(1));
    await importing.stop();
    step(progress(2));
    await run;
    expect(backend.importCancel).toHaveBeenCalledTimes(1);
    expect(backend.importStep).toHaveBeenCalledTimes(1);
    expect(importing.phase).toBe('done');
    expect(importing.progress?.done).toBe(2);
  });

  it('tells its result in one sentence', () => {
    expect(result({ ...progress(3), created: 200, updated: 80, unchanged: 30, error_count: 2 })).toBe(
      '200 oprettet, 80 rettet, 30 var der allerede og 2 rækker kunne ikke bruges.',
    );
    expect(result({ ...progress(0), error_count: 1 })).toBe('1 række kunne ikke bruges.');
    expect(result(progress(0))).toBe('Filen har ingen rækker.');
  });
});
