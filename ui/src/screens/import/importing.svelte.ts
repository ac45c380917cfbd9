import * as backend from '../../bindings';
import type { Failure, ImportField, ImportKind, ImportPreview, ImportProgress } from '../../bindings';
import { toFailure } from '../../lib/failure';
import { number } from '../../lib/format';

/** The largest file, in bytes. */
export const LARGEST_FILE = 50 * 1024 * 1024;
/** So much of the file crosses at a time, in bytes. */
export const CHUNK = 512 * 1024;

const MEGABYTE = 1024 * 1024;
const megabytes = (size: number): string => `${(size / MEGABYTE).toLocaleString('da-DK', { maximumFractionDigits: 1 })} MB`;

/** Bytes as base64, without a call that takes them all as arguments. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** Why a file cannot be imported, with what to do; null when it can. */
export function refuse(file: Pick<File, 'name' | 'size'>): string | null {
  if (file.size > LARGEST_FILE) {
    return `»${file.name}« fylder ${megabytes(file.size)}, og der kan hentes ${megabytes(LARGEST_FILE)} ad gangen. Del den i flere filer i regnearket, og hent dem én for én.`;
  }
  if (file.size === 0) return `»${file.name}« er tom. Gem regnearket som CSV igen, og vælg filen på ny.`;
  if (/\.(xlsx?|ods)$/i.test(file.name)) return `»${file.name}« er et regneark. Gem det som CSV i regnearksprogrammet, og vælg den nye fil.`;
  return null;
}

/** What stands in the way of a mapping; null when the import can start. */
export function mappingProblem(preview: ImportPreview, mapping: readonly (ImportField | null)[]): string | null {
  for (const target of preview.targets) {
    const columns = mapping.filter((field) => field === target.field).length;
    if (columns > 1) return `${target.label} er valgt til ${columns === 2 ? 'to' : columns} kolonner. Behold den ene.`;
    if (target.required && columns === 0) return `Vælg den kolonne, der er ${target.label}.`;
  }
  return null;
}

/** The result as a sentence. */
export function result(progress: ImportProgress): string {
  const parts = [
    progress.created > 0 ? `${number(progress.created)} oprettet` : '',
    progress.updated > 0 ? `${number(progress.updated)} rettet` : '',
    progress.unchanged > 0 ? `${number(progress.unchanged)} var der allerede` : '',
    progress.error_count > 0 ? `${number(progress.error_count)} ${progress.error_count === 1 ? 'række' : 'rækker'} kunne ikke bruges` : '',
  ].filter(Boolean);
  return `${parts.length > 1 ? `${parts.slice(0, -1).join(', ')} og ${parts.at(-1) ?? ''}` : (parts[0] ?? 'Filen har ingen rækker')}.`;
}

/** An import from the choice of a file to its result. */
export class Importing {
  phase = $state<'choose' | 'reading' | 'mapping' | 'running' | 'done'>('choose');
  /** Why the file was not taken. */
  refusal = $state<string | null>(null);
  failure = $state.raw<Failure | null>(null);
  name = $state('');
  /** Bytes handed over, and in all. */
  read = $state(0);
  size = $state(0);
  preview = $state.raw<ImportPreview | null>(null);
  mapping = $state<(ImportField | null)[]>([]);
  progress = $state.raw<ImportProgress | null>(null);
  /** The user stopped it. */
  stopped = $state(false);
  #turn = 0;

  /** What the rows of the file are. */
  constructor(private readonly what: ImportKind = 'companies') {}

  /** How much of the file has been read, in words. */
  get readSoFar(): string {
    return `${megabytes(this.read)} af ${megabytes(this.size)}`;
  }

  /** Reads a file and shows its columns. */
  async take(file: File): Promise<void> {
    const turn = ++this.#turn;
    this.failure = null;
    this.refusal = refuse(file);
    if (this.refusal) return;
    this.phase = 'reading';
    this.name = file.name;
    this.size = file.size;
    this.read = 0;
    try {
      await backend.importBegin(file.name, file.size, this.what);
      for (let at = 0; at < file.size; at += CHUNK) {
        const bytes = new Uint8Array(await file.slice(at, at + CHUNK).arrayBuffer());
        if (turn !== this.#turn) return;
        await backend.importChunk(toBase64(bytes));
        this.read = Math.min(file.size, at + bytes.length);
      }
      const preview = await backend.importPreview();
      if (turn !== this.#turn) return;
      this.preview = preview;
      this.mapping = preview.columns.map((column) => column.target);
      this.phase = 'mapping';
    } catch (reason) {
      if (turn === this.#turn) this.#fail(reason, 'choose');
    }
  }

  /** Imports row by row until the end, or until it is stopped. */
  async run(): Promise<void> {
    const turn = ++this.#turn;
    this.failure = null;
    this.stopped = false;
    this.phase = 'running';
    try {
      let progress = await backend.importStart([...this.mapping]);
      this.progress = progress;
      while (!progress.finished && turn === this.#turn) {
        progress = await backend.importStep();
        this.progress = progress;
      }
      if (turn === this.#turn) this.phase = 'done';
    } catch (reason) {
      if (turn === this.#turn) this.#fail(reason, this.progress ? 'done' : 'mapping');
    }
  }

  /** Stops; what is done is kept. */
  async stop(): Promise<void> {
    const running = this.phase === 'running';
    this.#turn += 1;
    this.stopped = running;
    try {
      await backend.importCancel();
    } catch (reason) {
      this.failure = toFailure(reason);
    }
    this.phase = running ? 'done' : 'choose';
  }

  /** Begins again with another file. */
  again(): void {
    this.#turn += 1;
    this.phase = 'choose';
    this.preview = this.progress = this.failure = null;
    this.refusal = null;
    this.stopped = false;
  }

  #fail(reason: unknown, phase: 'choose' | 'mapping' | 'done'): void {
    this.failure = toFailure(reason);
    this.phase = phase;
  }
}
