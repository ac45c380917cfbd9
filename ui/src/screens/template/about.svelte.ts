import * as backend from '../../bindings';
import type { Choice, Failure, TemplateRow } from '../../bindings';
import type { RecordEditor } from '../../form/autosave.svelte';
import { toFailure } from '../../lib/failure';

/** What a template's page shows beside the template: its family, the version it was made from, the parts of the tool list. */
export class About {
  /** The template as the list of templates knows it. */
  row = $state.raw<TemplateRow | null>(null);
  /** The draft of the same family, if there is one. */
  draft = $state.raw<TemplateRow | null>(null);
  /** The parts of the tool list. */
  tools = $state.raw<Choice[]>([]);
  failure = $state.raw<Failure | null>(null);
  /** What stands in the version it was made from; null until that is known. */
  #before = $state.raw<Set<string> | null>(null);

  /** Whether a part or question stands in a published version, as far as is known. What is not known is never deleted. */
  isPublished = (id: string): boolean => this.#before === null || this.#before.has(id) || FIXED.test(id);

  /** Looks everything up; what cannot be read is simply not offered. */
  async load(editor: RecordEditor): Promise<void> {
    const [use, base] = [editor.text('use'), editor.text('based_on')];
    try {
      const families = await backend.templates();
      const family = families.find((each) => each.template_use === use);
      this.row = family?.versions.find((row) => row.key.id === editor.key.id) ?? null;
      this.draft = family?.draft ?? null;
      const list = families.find((each) => each.template_use === 'tools')?.published;
      if (use === 'visit') this.tools = list ? await partsOf(list) : await partsInUse(editor);
    } catch (reason) {
      this.failure = toFailure(reason);
    }
    if (!base) return;
    const before = await backend.open({ kind: 'template', id: base }).catch(() => null);
    if (before) this.#before = new Set([...(before.lists.parts ?? []), ...(before.lists.questions ?? [])]);
  }
}

/** Ids that every version of the app's own templates has; those made by a user are of another version. */
const FIXED = /^[0-9a-f]{8}-[0-9a-f]{4}-5/;

async function partsOf(list: TemplateRow): Promise<Choice[]> {
  const { lists, fields } = await backend.open(list.key);
  return (lists.parts ?? []).map((id) => ({ value: id, label: String(fields[`parts.${id}.title`] ?? '') }));
}

/** While nobody has needed the tool list, its parts are known from the questions about them. */
async function partsInUse(editor: RecordEditor): Promise<Choice[]> {
  const { tools } = await backend.guide(editor.key);
  return [...new Map(tools.map(({ part, title }) => [part, title]))].map(([value, label]) => ({ value, label }));
}
