import { SvelteMap } from 'svelte/reactivity';
import type { PathValue, Scalar } from '../bindings';
import { saving } from '../lib/saving.svelte';
import type { FieldModel } from './control';

/** The fields of a dialog that acts as a whole: kept until it is carried out, also when it or its page is closed in between. */
export class LocalFields implements FieldModel {
  #values = new SvelteMap<string, Scalar>();
  #what: string;

  constructor(what: string) {
    this.#what = what;
  }

  value(path: string): Scalar {
    return this.#values.get(path) ?? null;
  }

  text(path: string): string {
    const value = this.value(path);
    return value === null ? '' : String(value);
  }

  focus(): void {}

  warn(): void {}

  edit(path: string, value: Scalar): void {
    this.#values.set(path, value);
    this.#tell();
  }

  blur(): Promise<void> {
    return Promise.resolve();
  }

  set(values: PathValue[]): Promise<boolean> {
    for (const { path, value } of values) this.#values.set(path, value);
    this.#tell();
    return Promise.resolve(true);
  }

  /** What has been filled in. */
  filled(): PathValue[] {
    return [...this.#values].filter(([, value]) => value !== null).map(([path, value]) => ({ path, value }));
  }

  /** Empties the fields after they have been used. */
  clear(): void {
    this.#values.clear();
    this.#tell();
  }

  /** As long as anything stands here it is saved nowhere. */
  #tell(): void {
    if (this.filled().length) saving.dirty(this.#what);
    else saving.forget(this.#what);
  }
}

const held = new Map<string, LocalFields>();

/** The fields of one dialog about one record, as they were left. */
export function localFields(dialog: string, record: string): LocalFields {
  const what = `${dialog}.${record}`;
  const fields = held.get(what) ?? new LocalFields(what);
  held.set(what, fields);
  return fields;
}
