import type { RecordView } from '../../bindings';
import { RecordEditor } from '../../form/autosave.svelte';
import type { Gateway, Ledger } from '../../form/rules';

const nothing = (): void => undefined;
const LEDGER: Ledger = { run: (work) => work(), dirty: nothing, fail: nothing, forget: nothing };

/** A form to try things in: what is written stands as long as it is open, and is saved nowhere. */
export function scratchEditor(): RecordEditor {
  const view: RecordView = {
    key: { kind: 'visit', id: 'scratch' },
    title: '',
    subtitle: '',
    alive: true,
    fields: {},
    lists: {},
    problems: [],
    names: {},
    saved_at: null,
    order: null,
    company: null,
    visit: null,
    check: null,
  };
  let now = view;
  const put = (path: string, value: RecordView['fields'][string]): RecordView => (now = { ...now, fields: { ...now.fields, [path]: value } });
  const gateway: Gateway = {
    saveDraft: (_key, path, value) => {
      put(path, value);
      return Promise.resolve({ at: '', problem: null });
    },
    leaveField: () => Promise.resolve(now),
    setFields: (_key, values) => {
      for (const { path, value } of values) put(path, value);
      return Promise.resolve(now);
    },
    discardDraft: (_key, path) => Promise.resolve(put(path, null)),
  };
  return new RecordEditor(view, gateway, LEDGER);
}
