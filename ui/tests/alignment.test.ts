import { cleanup, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AlignmentView, Field, Form, RecordView, Widget } from '../src/bindings';
import { session } from '../src/lib/session.svelte';
import Order from '../src/screens/Order.svelte';

const backend = vi.hoisted(() => ({ alignment: vi.fn(), open: vi.fn(), reference: vi.fn(), saveDraft: vi.fn(), leaveField: vi.fn(), start: vi.fn(), syncStatus: vi.fn() }));
vi.mock('../src/bindings', async (original) => ({ ...(await original<object>()), ...backend }));

const field = (path: string, label: string, widget: Widget): Field => ({
  path, label, hint: null, question: null, widget, choices: [], max_chars: null, show_when: null, d: [], wide: false, counts: true,
});
const formOf = (id: string, fields: Field[]): Form => ({ id, sections: [{ id, title: id === 'alignment' ? 'Forventningsafstemning' : 'S', lead: null, question: null, fields }] });
const ALIGNED: AlignmentView = {
  form: formOf('alignment', [field('alignment.direct', 'Kan besættes direkte', 'flag'), field('alignment.when', 'Hvornår kommer kandidaterne', 'date')]),
  sentences: [],
  missing: [{ code: 'alignment_when', path: 'alignment.when', section: 'alignment', message: 'Skriv, hvornår virksomheden får kandidater.' }],
  done_at: null,
};
/** An order without an answer in its alignment. */
const order = (id: string): RecordView => ({
  key: { kind: 'job_order', id }, title: id, subtitle: '', alive: true, fields: {}, lists: {}, problems: [], names: {}, saved_at: null, company: null, visit: null, check: null,
  order: { status: 'open', sections: [], missing: [], hints: [], requirements: [], balance: { must: 0, searchable_must: 0, undecided: 0, verdict: 'empty', position: 0, message: '' }, profile: { rows: [], text: '', left_out: 0 } },
});

beforeEach(async () => {
  vi.clearAllMocks();
  backend.syncStatus.mockResolvedValue({ state: 'saved_here', unsent: 0 });
  backend.start.mockResolvedValue({ state: 'open', session: { me: null, last_place: null, recovered: null, locking: false } });
  const empty = formOf('empty', []);
  backend.reference.mockResolvedValue({ visit: empty, promise: empty, order: formOf('job_order', [field('title', 'Stilling', 'text')]), municipalities: [] });
  backend.alignment.mockResolvedValue(ALIGNED);
  backend.open.mockImplementation(async ({ id }: { id: string }) => order(id));
  await session.start();
});
afterEach(cleanup);

describe('the alignment of an order that has none', () => {
  it('is asked for when the order is here, however late it comes, and its form is shown', async () => {
    let arrive: (view: RecordView) => void = () => undefined;
    backend.open.mockImplementation(() => new Promise((resolve) => (arrive = resolve)));
    render(Order, { id: 'late', section: 'alignment' });
    await waitFor(() => expect(backend.open).toHaveBeenCalled());
    expect(backend.alignment).not.toHaveBeenCalled();
    arrive(order('late'));
    expect(await screen.findByLabelText('Kan besættes direkte')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Afslut afstemningen' })).toBeTruthy();
    expect(backend.alignment).toHaveBeenCalledTimes(1);
  });

  it('says why it cannot be shown, instead of standing empty', async () => {
    backend.alignment.mockRejectedValue({ code: 'internal', happened: 'Det lykkedes ikke.', kept: 'Intet er ændret.', todo: 'Prøv igen.' });
    render(Order, { id: 'broken', section: 'alignment' });
    expect((await screen.findByRole('alert')).textContent).toContain('Det lykkedes ikke.');
  });
});
