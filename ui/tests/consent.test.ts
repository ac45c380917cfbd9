import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConsentView, Field, Form, PermitView, PlaceView, RecordKey, RecordView, Scalar } from '../src/bindings';
import { pathOfStroke, point, strokesOf, written } from '../src/lib/pen';
import { route } from '../src/lib/route.svelte';
import { session } from '../src/lib/session.svelte';
import Wallet from '../src/parts/Wallet.svelte';
import Consent from '../src/screens/Consent.svelte';
import ConsentTasks from '../src/screens/consent/ConsentTasks.svelte';
import Permit from '../src/screens/Permit.svelte';

const backend = vi.hoisted(() => ({
  open: vi.fn(),
  setFields: vi.fn(),
  saveDraft: vi.fn(),
  leaveField: vi.fn(),
  finaliseConsent: vi.fn(),
  withdrawConsent: vi.fn(),
  erasureAsked: vi.fn(),
  consentScan: vi.fn(),
  attachScan: vi.fn(),
  saveProof: vi.fn(),
  paper: vi.fn(),
  printers: vi.fn(),
  verifyConsent: vi.fn(),
  prepareSubmittal: vi.fn(),
  confirmCv: vi.fn(),
  givePermit: vi.fn(),
  recordSent: vi.fn(),
  newConsent: vi.fn(),
  newConsentVersion: vi.fn(),
  discard: vi.fn(),
  restore: vi.fn(),
  wallet: vi.fn(),
  consentTasks: vi.fn(),
  syncStatus: vi.fn(),
  start: vi.fn(),
  reference: vi.fn(),
  standing: vi.fn(),
}));
const pdf = vi.hoisted(() => ({ openPaper: vi.fn() }));
vi.mock('../src/lib/pdf', () => pdf);
vi.mock('../src/bindings', async (original) => ({ ...(await original<object>()), ...backend }));

const CONSENT: RecordKey = { kind: 'consent', id: 's1' };
const SUBMITTAL: RecordKey = { kind: 'submittal', id: 'f1' };
const ORDER: RecordKey = { kind: 'job_order', id: 'o1' };
const CANDIDATE: RecordKey = { kind: 'candidate', id: 'k1' };
const place = (street: string): PlaceView => ({ key: { kind: 'workplace', id: street }, street, city: 'Egelund', company: 'Nordhavn Kølelogistik A/S' });

const field = (path: string, label: string, widget: Field['widget'], rest: Partial<Field> = {}): Field => ({ path, label, hint: null, question: null, widget, choices: [], max_chars: null, show_when: null, d: [], wide: false, counts: true, ...rest });
const part = (id: string, title: string, fields: Field[]): Form['sections'][number] => ({ id, title, lead: null, question: null, fields });
const LONG = 'Amina Birgitte Konstantinopolitanerinde '.repeat(3).trim().padEnd(120, 'n');
const HOW = [{ value: 'screen', label: 'På skærmen' }, { value: 'paper', label: 'På papir' }, { value: 'oral', label: 'Mundtligt' }];
const CHANNELS = [{ value: 'jobag', label: 'JobAG via fagsystemet' }];
const FORM: Form = {
  id: 'consent',
  sections: [
    part('recipient', 'Til hvem', [field('purpose', 'Formål', 'text'), field('channel', 'Sendes som', 'choice', { choices: CHANNELS }), field('valid_until', 'Gælder til og med', 'date')]),
    part('data', 'Hvilke oplysninger', [field('data.contact', 'Kontaktoplysninger', 'flag'), field('data.education', 'Uddannelse', 'flag'), field('data.languages', 'Sprog', 'flag')]),
    part('given', 'Underskrift', [
      field('given.how', 'Hvordan giver borgeren sit samtykke?', 'choice', { choices: HOW }),
      field('given.place', 'Sted', 'text'),
      field('given.interpreter', 'Tolk', 'text'),
      field('given.representative', 'En anden siger ja for borgeren', 'text'),
      field('given.basis', 'Med hvilken ret', 'text'),
    ]),
  ],
};
const SENDING: Form = {
  id: 'submittal',
  sections: [part('sending', 'Det sender vi', [field('channel', 'Sendes som', 'choice', { choices: CHANNELS }), field('data.education', 'Uddannelse', 'flag')]), part('afterwards', 'Bagefter', [])],
};

let fields: Record<string, Scalar>;
/** What stands beside the fields of each record, as the backend tells it with them. */
let beside: { consent: () => ConsentView; permit: () => PermitView };
const record = (key: RecordKey): RecordView => ({ ...(key.kind === 'consent' ? { consent: beside.consent() } : { permit: beside.permit() }), key, title: '', subtitle: '', alive: true, fields: { ...fields }, lists: {}, problems: [], names: {}, saved_at: null, order: null, company: null, visit: null, check: null });
const named = (key: RecordKey, name: string) => ({ key, name, detail: '' });
function consent(rest: Partial<ConsentView> = {}): ConsentView {
  return {
    state: 'draft', says: 'Ikke færdigt', candidate: named(CANDIDATE, 'Amina Prøve'), order: named(ORDER, 'Lagermedarbejder'), submittal: null,
    authority: 'Egelund Kommune', lead: 'Amina Prøve giver Egelund Kommune lov til at sende CV-oplysninger til ét arbejdssted.', recipient: place('Kajen 3'), job: 'Lagermedarbejder',
    problems: [], employer: [{ look: 'fact', about: 'Ansøger', text: 'Amina Prøve' }], items: ['Uddannelse'], channel: 'JobAG via fagsystemet', until: '15. januar 2027', sent: [], replaced_by: null, ...rest,
  };
}
function permit(rest: Partial<PermitView> = {}): PermitView {
  return {
    key: SUBMITTAL, title: "Må jeg sende Amina Prøves CV?", candidate: named(CANDIDATE, 'Amina Prøve'), order: named(ORDER, 'Lagermedarbejder'), allowed: false, reason: 'other_workplace',
    headline: 'Nej – samtykket gælder ikke dette arbejdssted', lead: "Et samtykke gælder kun det arbejdssted, der står i det. CV'et er ikke sendt.", consented_to: place('Havnevej 14'), sends_to: place('Kajen 3'),
    checks: [
      { code: 'consent_workplace', says: 'no', reason: 'other_workplace', title: 'Samtykket gælder arbejdsstedet', source: 'Havnevej 14 er ikke Kajen 3' },
      { code: 'cv_checked', says: 'yes', title: "CV'et er ikke søgbart, så der skal være samtykke", source: 'Kontrolleret på Jobnet i dag kl. 9.12' },
    ],
    next: [{ code: 'ask_consent', label: 'Bed om samtykke til Kajen 3', target: ORDER }, { code: 'let_apply', label: 'Lad Amina søge selv', target: ORDER }],
    consent: null, stale: false, permit_at: null, sent_at: null, cover: 'not_sent', to_review: false, told_at: null, follow_up: null, ...rest,
  } as PermitView;
}
async function violations(): Promise<string[]> {
  const result = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  return result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
const button = (name: string | RegExp) => screen.getByRole('button', { name });

beforeEach(async () => {
  fields = {};
  beside = { consent: () => consent(), permit: () => permit() };
  for (const each of Object.values(backend)) each.mockReset();
  pdf.openPaper.mockReset().mockImplementation(async () => ({ pages: 1, draw: async () => undefined, read: async () => [], close: () => undefined }));
  backend.open.mockImplementation(async (key: RecordKey) => record(key));
  backend.setFields.mockImplementation(async (key: RecordKey, values: { path: string; value: Scalar }[]) => {
    for (const { path, value } of values) fields[path] = value;
    return record(key);
  });
  backend.consentTasks.mockResolvedValue([]);
  backend.syncStatus.mockResolvedValue(null);
  backend.standing.mockResolvedValue('sent');
  backend.start.mockResolvedValue({ state: 'open', session: { me: { employee: 'e', name: 'Maja', unit: 'u', unit_name: 'Egelund' }, last_place: null, recovered: null, locking: false } });
  backend.reference.mockResolvedValue({ consent: FORM, submittal: SENDING, municipalities: [] });
  await session.start();
});
afterEach(cleanup);

describe('the consent', () => {
  it('has nothing ticked beforehand, and no way is chosen', async () => {
    render(Consent, { id: 's1' });
    await screen.findByText(/Intet er krydset af på forhånd/);
    for (const box of screen.getAllByRole('checkbox')) expect((box as HTMLInputElement).checked).toBe(false);
    for (const way of screen.getAllByRole('radio')) expect((way as HTMLInputElement).checked).toBe(false);
    expect(await violations()).toEqual([]);
  });

  it('moves focus to what lacks, and from there to the field', async () => {
    backend.finaliseConsent.mockResolvedValue({ done: false, problems: [{ code: 'data', path: 'data.contact', record: null, message: 'Sæt kryds ved de oplysninger, borgeren siger ja til.' }], view: record(CONSENT) });
    render(Consent, { id: 's1' });
    await fireEvent.click(await screen.findByRole('button', { name: 'Færdiggør samtykket' }));
    const alert = await screen.findByRole('alert');
    await waitFor(() => expect(document.activeElement).toBe(alert));
    expect(alert.textContent).toContain('Én ting mangler');
    await fireEvent.click(button('Sæt kryds ved de oplysninger, borgeren siger ja til.'));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText(/Kontaktoplysninger/)));
  });

  it('folds away who else takes part, until somebody does', async () => {
    fields['given.how'] = 'screen';
    backend.saveDraft.mockResolvedValue({ problem: null });
    backend.leaveField.mockImplementation(async (key: RecordKey) => record(key));
    render(Consent, { id: 's1' });
    const line = await screen.findByText('Underskriver en anden, eller er der en tolk med?');
    const folded = line.closest('details') as HTMLDetailsElement;
    expect(line.tagName).toBe('SUMMARY');
    expect(folded.open).toBe(false);
    expect(folded.contains(screen.getByLabelText('Tolk')) && !folded.contains(screen.getByLabelText('Sted')), 'the place is always asked for').toBe(true);
    folded.open = true;
    await fireEvent.input(screen.getByLabelText('Tolk'), { target: { value: LONG } });
    expect(await violations()).toEqual([]);
    await fireEvent.input(screen.getByLabelText('Tolk'), { target: { value: '' } });
    await tick();
    expect(folded.open, 'it never closes over what is being written').toBe(true);
    await fireEvent.blur(screen.getByLabelText('Tolk'));
    await waitFor(() => expect(backend.leaveField).toHaveBeenCalled());
  });

  it.each(['given.interpreter', 'given.representative', 'given.basis'])('opens by itself where %s is filled in', async (path) => {
    fields['given.how'] = 'oral';
    fields[path] = LONG;
    render(Consent, { id: 's1' });
    const folded = (await screen.findByText('Siger en anden ja, eller er der en tolk med?')).closest('details') as HTMLDetailsElement;
    await waitFor(() => expect(folded.open).toBe(true));
    expect(screen.getByDisplayValue(LONG)).toBeTruthy();
  });

  it('opens what is folded away to show what lacks in it', async () => {
    fields['given.how'] = 'screen';
    const problems = [{ code: 'basis', path: 'given.basis', record: null, message: 'Skriv, med hvilken ret en anden siger ja.' }];
    backend.finaliseConsent.mockImplementation(async (key: RecordKey) => {
      beside.consent = () => consent({ problems });
      return { done: false, problems, view: record(key) };
    });
    render(Consent, { id: 's1' });
    await fireEvent.click(await screen.findByRole('button', { name: 'Færdiggør samtykket' }));
    const way = await screen.findByRole('button', { name: problems[0]!.message });
    const folded = screen.getByLabelText('Med hvilken ret').closest('details') as HTMLDetailsElement;
    await waitFor(() => expect(folded.open).toBe(true));
    folded.open = false;
    await fireEvent.click(way);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Med hvilken ret')));
    expect(folded.open).toBe(true);
  });

  it('is read once, and follows each save by its answer', async () => {
    beside.consent = () => consent({ items: fields['data.education'] ? ['Uddannelse'] : [] });
    render(Consent, { id: 's1' });
    await fireEvent.click(await screen.findByLabelText('Uddannelse'));
    await waitFor(() => expect(backend.setFields).toHaveBeenCalled());
    await fireEvent.click(button('Læs med stor skrift'));
    for (const page of [2, 3]) {
      await fireEvent.click(button('Næste'));
      await screen.findByText(`Side ${page} af 5`);
    }
    expect(screen.getByRole('dialog').textContent).toContain('Uddannelse');
    expect(backend.open).toHaveBeenCalledTimes(1);
  });

  it('is withdrawn in one press once the way is said', async () => {
    beside.consent = () => consent({ state: 'valid', says: 'Gyldigt til og med 15. januar 2027' });
    backend.withdrawConsent.mockImplementation(async (key: RecordKey) => {
      beside.consent = () => consent({ state: 'withdrawn', says: 'Trukket tilbage i dag kl. 11.34', sent: [{ submittal: SUBMITTAL, recipient: place('Kajen 3'), sent: 'i går kl. 9.00', erasure_asked_at: null }] });
      return record(key);
    });
    render(Consent, { id: 's1' });
    await fireEvent.click(await screen.findByRole('button', { name: 'Træk samtykket tilbage' }));
    await fireEvent.click(button('Telefon'));
    expect(backend.withdrawConsent).toHaveBeenCalledWith(CONSENT, 'phone', null);
    await screen.findByText('Trukket tilbage i dag kl. 11.34');
    expect(screen.getByText('Bed dem slette det, de har fået')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Færdiggør samtykket' })).toBeNull();
  });

  it('is printed to be signed by hand, and shows the id that the paper got', async () => {
    fields['given.how'] = 'paper';
    backend.paper.mockImplementation(async () => {
      fields.document_id = '0193-4f2a91';
      return { title: 'Samtykke til underskrift', file_name: 'samtykke.pdf', base64: 'JVBERg==' };
    });
    backend.printers.mockResolvedValue([]);
    render(Consent, { id: 's1' });
    await fireEvent.click(await screen.findByRole('button', { name: 'Vis og udskriv erklæringen' }));
    expect(await screen.findByRole('dialog', { name: 'Samtykke til underskrift' })).toBeTruthy();
    expect(backend.paper).toHaveBeenCalledExactlyOnceWith(CONSENT, 'consent_form');
    await fireEvent.click(button('Luk'));
    await screen.findByText('Dokument 0193-4f2a91');
    expect(screen.getByLabelText('Underskrevet erklæring')).toBeTruthy();
  });

  it('shows the three copies once it is finished, and the letters once it is withdrawn', async () => {
    const sent = [{ submittal: SUBMITTAL, recipient: place('Kajen 3'), sent: 'i går kl. 9.00', erasure_asked_at: null }];
    backend.paper.mockResolvedValue({ title: 'Papiret', file_name: 'papir.pdf', base64: 'JVBERg==' });
    backend.printers.mockResolvedValue([]);
    beside.consent = () => consent({ state: 'valid', says: 'Gyldigt', sent });
    const copies = [['Borgerens eksemplar', 'consent_citizen'], ['Kommunens eksemplar', 'consent_authority'], ['Virksomhedens eksemplar', 'consent_employer']] as const;
    const { unmount } = render(Consent, { id: 's1' });
    for (const [name, what] of copies) {
      await fireEvent.click(await screen.findByRole('button', { name }));
      await screen.findByRole('dialog', { name: 'Papiret' });
      expect(backend.paper).toHaveBeenLastCalledWith(CONSENT, what);
      await fireEvent.click(button('Luk'));
    }
    expect(screen.queryByRole('button', { name: 'Brev til borgeren' }), 'nobody is written to while it holds').toBeNull();
    expect(screen.queryByRole('button', { name: /Besked til virksomheden/ })).toBeNull();
    unmount();
    beside.consent = () => consent({ state: 'withdrawn', says: 'Trukket tilbage', sent });
    render(Consent, { id: 's1' });
    for (const [name, key, what] of [['Brev til borgeren', CONSENT, 'withdrawal_letter'], [/Besked til virksomheden/, SUBMITTAL, 'employer_notice']] as const) {
      await fireEvent.click(await screen.findByRole('button', { name }));
      await screen.findByRole('dialog', { name: 'Papiret' });
      expect(backend.paper).toHaveBeenLastCalledWith(key, what);
      await fireEvent.click(button('Luk'));
    }
    backend.erasureAsked.mockResolvedValue(true);
    await fireEvent.click(button('Virksomheden er bedt om at slette'));
    expect(backend.erasureAsked).toHaveBeenCalledWith(SUBMITTAL);
    expect(await violations()).toEqual([]);
  });

  it('is saved as one file with its proof, and says where it lies', async () => {
    beside.consent = () => consent({ state: 'valid', says: 'Gyldigt' });
    let answer: (place: string | null) => void = () => undefined;
    backend.saveProof.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    render(Consent, { id: 's1' });
    const save = await screen.findByRole('button', { name: 'Gem en bevispakke' });
    await fireEvent.click(save);
    await fireEvent.click(save);
    expect(backend.saveProof, 'the system asks once').toHaveBeenCalledExactlyOnceWith(CONSENT);
    answer('/home/maja/bevispakke-2026-11-24-4f2a91.zip');
    await screen.findByText(/Bevispakken ligger her: \/home\/maja\/bevispakke/);
    backend.saveProof.mockResolvedValue(null);
    await fireEvent.click(save);
    await waitFor(() => expect(screen.queryByText(/Bevispakken ligger her/), 'who would rather not hears nothing').toBeNull());
    backend.saveProof.mockRejectedValue({ code: 'paper_altered', happened: 'Et dokument er ikke, som da det blev gemt.', kept: 'Det er ikke taget med.', todo: 'Tal med jeres databeskyttelsesrådgiver.' });
    await fireEvent.click(save);
    await screen.findByText(/Et dokument er ikke, som da det blev gemt/);
    expect(await violations()).toEqual([]);
  });

  it('shows the signed paper again: pages by the reader, a picture as a picture, and nothing by the web view itself', async () => {
    fields['scan.blob'] = 'blob:1';
    beside.consent = () => consent({ state: 'valid', says: 'Gyldigt' });
    const close = vi.fn();
    pdf.openPaper.mockResolvedValue({ pages: 2, draw: async () => undefined, read: async () => [], close });
    backend.consentScan.mockResolvedValue({ look: 'pdf', base64: 'JVBERg==' });
    render(Consent, { id: 's1' });
    const look = await screen.findByRole('button', { name: 'Den underskrevne erklæring' });
    await fireEvent.click(look);
    const dialog = await screen.findByRole('dialog', { name: 'Den underskrevne erklæring' });
    await within(dialog).findByRole('group', { name: 'Side 2 af 2' });
    expect(backend.consentScan).toHaveBeenCalledExactlyOnceWith(CONSENT);
    expect(pdf.openPaper).toHaveBeenCalledExactlyOnceWith('JVBERg==');
    expect(await violations()).toEqual([]);
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Luk' }));
    expect(close).toHaveBeenCalledOnce();

    backend.consentScan.mockResolvedValue({ look: 'png', base64: 'iVBORw==' });
    await fireEvent.click(look);
    const picture = await screen.findByRole<HTMLImageElement>('img', { name: 'Den underskrevne erklæring, scannet' });
    expect(picture.getAttribute('src')).toBe('data:image/png;base64,iVBORw==');
    expect(document.querySelector('iframe, embed, object')).toBeNull();
    expect(await violations()).toEqual([]);
    // What is a picture by its first bytes alone is said to be none.
    await fireEvent.error(picture);
    await screen.findByText('Erklæringen kan ikke vises her.');
    expect(screen.queryByRole('img', { name: /scannet/ })).toBeNull();
  });

  it('says when the signed paper is not here yet, and when it cannot be drawn', async () => {
    fields['given.how'] = 'paper';
    fields['scan.blob'] = 'blob:1';
    backend.consentScan.mockRejectedValue({ code: 'attachment_not_here', happened: 'Bilaget er ikke hentet til denne computer endnu.', kept: 'Alt andet er her.', todo: 'Åbn det igen lidt efter.' });
    render(Consent, { id: 's1' });
    await fireEvent.click(await screen.findByRole('button', { name: 'Se den' }));
    await screen.findByText(/Bilaget er ikke hentet til denne computer endnu/);
    await fireEvent.click(button('Luk'));
    backend.consentScan.mockResolvedValue({ look: 'pdf', base64: 'JVBERg==' });
    pdf.openPaper.mockRejectedValue(new Error('Invalid PDF structure.'));
    await fireEvent.click(button('Se den'));
    await screen.findByText('Erklæringen kan ikke vises her.');
    expect(screen.queryByText(/Invalid PDF/)).toBeNull();
  });

  it('is read through with one thought per page and what the employer sees', async () => {
    render(Consent, { id: 's1' });
    await fireEvent.click(await screen.findByRole('button', { name: 'Læs med stor skrift' }));
    const headings = ['Du bestemmer selv', 'Kun ét arbejdssted får dine oplysninger', 'Det sender vi, og ikke mere', 'Det får virksomheden at se', 'Du kan trække samtykket tilbage når som helst'];
    for (const [at, heading] of headings.entries()) {
      await waitFor(() => expect(document.activeElement?.textContent).toBe(heading));
      expect(screen.getByText(`Side ${at + 1} af 5`)).toBeTruthy();
      if (at < headings.length - 1) await fireEvent.click(button('Næste'));
    }
    expect(await violations()).toEqual([]);
    await fireEvent.click(button('Til underskriften'));
    expect(screen.queryByText('Side 5 af 5')).toBeNull();
  });
});

describe('the pen', () => {
  it('keeps whole points inside the field and nothing else', () => {
    expect(point(-4, 131.7)).toEqual([0, 130]);
    const text = written([[[30, 90], [38, 60]], [], [[5, 5]]]);
    expect(text).toBe('320x130|30,90 38,60|5,5');
    expect(strokesOf(text)).toEqual([[[30, 90], [38, 60]], [[5, 5]]]);
    expect(pathOfStroke([[30, 90], [38, 60]])).toBe('M30 90L38 60');
    expect(written([])).toBe('');
  });

  it('has room for the longest signature', () => {
    const long = Array.from({ length: 30_000 }, (_, at) => point(at % 320, at % 130));
    expect(written([long]).length).toBeLessThan(20_000);
  });
});

describe('may I send this CV', () => {
  it('says no first and whole, then the two addresses, then the way on', async () => {
    render(Permit, { id: 'f1' });
    await screen.findByRole('heading', { name: 'Nej – samtykket gælder ikke dette arbejdssted' });
    const text = document.body.textContent ?? '';
    const order = ['Nej – samtykket', "CV'et er ikke sendt", 'Havnevej 14', 'Kajen 3', 'Sådan kommer du videre', 'Bed om samtykke til Kajen 3', 'Det har vi kontrolleret', 'Kontrolleret på Jobnet i dag kl. 9.12'].map((each) => text.indexOf(each));
    expect(order.every((at) => at >= 0)).toBe(true);
    expect([...order].sort((one, other) => one - other)).toEqual(order);
    expect(document.querySelectorAll('.button-primary')).toHaveLength(1);
    expect(await violations()).toEqual([]);
  });

  it('asks again when a better consent is there', async () => {
    const better = permit({ allowed: true, reason: null, headline: "Ja – CV'et må sendes", next: [{ code: 'give_permit', label: 'Gør klar til at sende', target: null }] });
    beside.permit = () => permit({ stale: true });
    backend.prepareSubmittal.mockImplementation(async () => {
      beside.permit = () => better;
      return better;
    });
    backend.givePermit.mockResolvedValue({ done: true, view: permit({ allowed: true, headline: "Ja – CV'et må sendes i dag", permit_at: '2026-11-24T11:34:00+01:00', next: [{ code: 'record_sent', label: "Skriv, at CV'et er sendt", target: null }] }) });
    render(Permit, { id: 'f1' });
    const ready = await screen.findByRole('button', { name: 'Gør klar til at sende' });
    // What the consent lets be sent was ticked along with it, and the page shows that.
    await waitFor(() => expect(backend.open.mock.invocationCallOrder.at(-1)).toBeGreaterThan(backend.prepareSubmittal.mock.invocationCallOrder[0]!));
    await fireEvent.click(ready);
    await waitFor(() => expect(backend.givePermit).toHaveBeenCalledWith(SUBMITTAL));
    expect(backend.prepareSubmittal).toHaveBeenCalledWith(ORDER, CANDIDATE);
  });

  it('has no answer while it is discarded, and is brought back in one press', async () => {
    backend.open.mockImplementation(async (key: RecordKey) => {
      const { permit: _, ...bare } = record(key);
      return { ...bare, title: 'Formidling', alive: false };
    });
    backend.restore.mockImplementation(async (key: RecordKey) => record(key));
    render(Permit, { id: 'f1' });
    await screen.findByText('Formidlingen er kasseret');
    expect(await violations()).toEqual([]);
    await fireEvent.click(button('Hent formidlingen frem'));
    await screen.findByRole('heading', { name: 'Nej – samtykket gælder ikke dette arbejdssted' });
    expect(backend.restore).toHaveBeenCalledExactlyOnceWith(SUBMITTAL);
  });

  it('takes down what Jobnet shows', async () => {
    backend.confirmCv.mockResolvedValue(permit());
    render(Permit, { id: 'f1' });
    await fireEvent.click(await screen.findByRole('button', { name: 'Ikke søgbart' }));
    await waitFor(() => expect(backend.confirmCv).toHaveBeenCalledWith(SUBMITTAL, 'not_searchable'));
  });

  it('marks what was sent without cover and asks what was decided', async () => {
    beside.permit = () => permit({ cover: 'uncovered', to_review: true, sent_at: '2026-11-24T10:00:00+01:00', headline: "CV'et er sendt, og intet dækkede det", next: [] });
    render(Permit, { id: 'f1' });
    await screen.findByText("CV'et er sendt, og intet dækkede det");
    expect(screen.getByLabelText('Hvad blev besluttet?')).toBeTruthy();
  });
});

describe('the way back', () => {
  const back = (): [string | null, string | null] => {
    const link = document.querySelector('.back-link');
    return [link?.getAttribute('href') ?? null, link?.textContent ?? null];
  };

  it('leads from a consent to the candidate, the order, the visit or the list that the user came from', async () => {
    beside.consent = () => consent({ candidate: named(CANDIDATE, LONG), submittal: SUBMITTAL });
    const from = [
      ['/kandidater/k1', LONG],
      ['/jobordrer/o1/requirements', 'Lagermedarbejder'],
      ['/besoeg/b1/samtale', 'Besøget'],
      ['/i-dag', 'I dag'],
      ['/formidlinger/f1', "Må jeg sende CV'et?"],
      // Nobody else's name stands there.
      ['/kandidater/k2', "Må jeg sende CV'et?"],
    ] as const;
    for (const [path, label] of from) {
      route.go('/virksomheder');
      route.go(path);
      route.go('/samtykker/s1');
      const { unmount } = render(Consent);
      await screen.findByRole('heading', { level: 1 });
      expect(back(), path).toEqual([`#${path === '/kandidater/k2' ? '/formidlinger/f1' : path}`, label]);
      unmount();
    }
  });

  it('leads from the answer to where it was asked, also after the consent has been seen', async () => {
    route.go('/kandidater');
    route.go('/kandidater/k1');
    route.go('/formidlinger/f1');
    route.go('/samtykker/s1');
    route.go('/formidlinger/f1');
    render(Permit);
    await screen.findByRole('heading', { level: 1 });
    expect(back()).toEqual(['#/kandidater/k1', 'Amina Prøve']);
  });

  it('leads from a consent to a sending that rests on it', async () => {
    const sent = [{ submittal: SUBMITTAL, recipient: place('Kajen 3'), sent: 'i går kl. 9.00', erasure_asked_at: null }];
    beside.consent = () => consent({ state: 'valid', says: 'Gyldigt', sent });
    route.go('/formidlinger');
    route.go('/formidlinger/f1');
    route.go('/samtykker/s2');
    render(Consent);
    await screen.findByRole('heading', { level: 1 });
    expect(back()).toEqual(['#/formidlinger/f1', "Må jeg sende CV'et?"]);
  });

  it('leads one level up when the window was opened on the page', async () => {
    route.go('/i-dag');
    route.go('/formidlinger/f9', true);
    render(Permit);
    await screen.findByRole('heading', { level: 1 });
    expect(back()).toEqual(['#/jobordrer/o1', 'Lagermedarbejder, Nordhavn Kølelogistik A/S']);
  });
});

describe('the wallet and the tasks', () => {
  it('says what each consent is in words', async () => {
    backend.wallet.mockResolvedValue([{ key: CONSENT, state: 'ending_soon', says: 'Udløber snart: gyldigt til og med 1. december 2026', recipient: place('Kajen 3'), job: 'Lagermedarbejder', sent: 1 }]);
    render(Wallet, { candidate: CANDIDATE });
    expect(await screen.findByText(/Udløber snart/)).toBeTruthy();
    expect((screen.getByRole('link') as HTMLAnchorElement).getAttribute('href')).toBe('#/samtykker/s1');
  });

  it('shows what somebody should do, and nothing when there is nothing', async () => {
    const { unmount } = render(ConsentTasks);
    await waitFor(() => expect(backend.consentTasks).toHaveBeenCalled());
    expect(screen.queryByRole('heading')).toBeNull();
    unmount();
    backend.consentTasks.mockResolvedValue([{ code: 'uncovered', key: SUBMITTAL, title: 'CV sendt uden dækning', detail: 'Amina Prøve' }]);
    render(ConsentTasks);
    expect((await screen.findByRole('link')).getAttribute('href')).toBe('#/formidlinger/f1');
  });
});
