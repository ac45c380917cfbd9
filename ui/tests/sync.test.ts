import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import App from '../src/App.svelte';
import type { News, NewsRow, ReadyVisit, RescueFile, SyncView, Tomorrow } from '../src/bindings';
import { newsSentence } from '../src/lib/news';
import { fetchedWords, readyWords, tomorrowWords } from '../src/lib/ready';
import { rescueRefusal, savedWords, takenWords } from '../src/lib/rescue';
import { sentWords } from '../src/lib/sent';
import { session } from '../src/lib/session.svelte';
import { sync, theRest } from '../src/lib/words';
import FetchingNote from '../src/parts/FetchingNote.svelte';
import SaveMark from '../src/parts/SaveMark.svelte';
import RescueSection from '../src/screens/settings/RescueSection.svelte';
import NewsList from '../src/screens/today/NewsList.svelte';
import TomorrowReady from '../src/screens/today/TomorrowReady.svelte';

const backend = vi.hoisted(() => ({
  news: vi.fn(),
  newsSeen: vi.fn(),
  onSyncChanged: vi.fn(),
  reference: vi.fn(),
  rescueSave: vi.fn(),
  rescueTake: vi.fn(),
  sendNow: vi.fn(),
  standing: vi.fn(),
  start: vi.fn(),
  syncStatus: vi.fn(),
  today: vi.fn(),
  tomorrow: vi.fn(),
}));
vi.mock('../src/bindings', async (original) => ({ ...(await original<object>()), ...backend }));

type State = SyncView extends infer View ? (View extends unknown ? Omit<View, 'news' | 'latest' | 'connected'> : never) : never;
const view = (state: State, more: Partial<Pick<SyncView, 'news' | 'latest' | 'connected'>> = {}): SyncView => ({ news: 0, latest: 0, connected: true, ...state, ...more }) as SyncView;
const SENT = view({ state: 'all_sent' });

async function violations(): Promise<string[]> {
  const result = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  return result.violations.map((one) => one.id);
}

beforeEach(() => {
  vi.clearAllMocks();
  backend.syncStatus.mockResolvedValue(SENT);
  backend.onSyncChanged.mockResolvedValue(() => undefined);
  session.heard(SENT);
});
afterEach(() => {
  vi.useRealTimers();
  cleanup();
});

describe('a window where nothing happens', () => {
  it('asks nothing, shows what the shell tells it, and looks at once when there is a network again', async () => {
    const me = { employee: 'e', name: 'Maja', unit: 'u1', unit_name: 'Ærø Kommune' };
    backend.start.mockResolvedValue({ state: 'open', session: { me, last_place: '/i-dag', recovered: null, locking: false } });
    backend.reference.mockResolvedValue({});
    backend.today.mockResolvedValue({ contact: [], drafts: [], soon: [], companies: [], visits: [], promises: [] });
    backend.tomorrow.mockResolvedValue(proof([]));
    let tell: (told: SyncView) => void = () => undefined;
    backend.onSyncChanged.mockImplementation(async (heard) => ((tell = heard), () => undefined));
    vi.useFakeTimers();
    await session.start();
    render(App);
    await vi.advanceTimersByTimeAsync(1000);
    expect(session.phase.kind).toBe('open');
    const asked = backend.syncStatus.mock.calls.length;
    expect(asked).toBeGreaterThan(0);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(backend.syncStatus.mock.calls.length).toBe(asked);
    tell(view({ state: 'sending', unsent: 3 }));
    expect(session.sync).toMatchObject({ state: 'sending', unsent: 3 });
    backend.sendNow.mockResolvedValue(SENT);
    window.dispatchEvent(new Event('online'));
    expect(backend.sendNow).toHaveBeenCalledOnce();
  });

  it('asks anew when it is told something while an answer is on its way, which may be from before', async () => {
    let answer: (status: SyncView) => void = () => undefined;
    backend.syncStatus.mockReturnValueOnce(new Promise((done) => (answer = done))).mockResolvedValue(SENT);
    void session.refreshSync();
    session.heard(view({ state: 'sending', unsent: 1 }));
    answer(view({ state: 'saved_here', unsent: 9 }));
    await waitFor(() => expect(session.sync).toEqual(SENT));
    expect(backend.syncStatus).toHaveBeenCalledTimes(2);
  });
});

describe('the first reading', () => {
  it('counts, and never calls half of it all', () => {
    const words = (done: number, total: number, paused: boolean): string[] => {
      const { first, second } = sync({ state: 'first_sync', done, total, paused });
      return [first, second];
    };
    expect(words(140, 312, false)).toEqual(['Henter: 140 af 312', 'du kan arbejde imens']);
    expect(words(0, 0, false)[0]).toBe('Henter det, der er hos kollegerne');
    expect(words(140, 312, true)).toEqual(['Hentet: 140 af 312', 'resten, når der er net']);
    expect(words(140, 0, true)[0]).toBe('Hentet: 140 indtil nu');
    expect(words(0, 0, true)[0]).toBe('Ikke alt er hentet endnu');
  });

  it('says of a list whether it is whole, and does not call on its way what waits for a network', () => {
    const rest = (paused: boolean): string => theRest(view({ state: 'first_sync', done: 140, total: 312, paused }));
    expect(rest(false)).toBe('Resten er på vej.');
    expect(rest(true)).toBe('Resten hentes, når der er net.');
    expect(theRest(SENT)).toBe('Alle ligger på computeren.');
  });

  it('says so above the lists, and that one can work', async () => {
    render(FetchingNote);
    expect(document.body.textContent?.trim()).toBe('');
    session.heard(view({ state: 'first_sync', done: 140, total: 312, paused: false }));
    expect(await screen.findByText('Henter: 140 af 312')).toBeTruthy();
    expect(screen.getByText(/Du kan arbejde imens/)).toBeTruthy();
    session.heard(view({ state: 'first_sync', done: 140, total: 312, paused: true }));
    expect(await screen.findByText(/Resten hentes af sig selv, når der er net/)).toBeTruthy();
    expect(document.querySelector('.spinner')).toBeNull();
  });
});

describe('one record', () => {
  it('says the same as the corner', () => {
    expect(sentWords('sent', SENT)?.text).toBe('Sendt');
    expect(sentWords('saved_here', view({ state: 'saved_here', unsent: 1 }))?.text).toBe('Sendes, når der er net');
    expect(sentWords('saved_here', view({ state: 'sending', unsent: 1 }))?.text).toBe('Sendes nu');
    expect(sentWords('saved_here', view({ state: 'sign_in', unsent: 1 }))?.leadsTo).toBe('/indstillinger');
    expect(sentWords('waits', SENT)).toEqual({ text: 'Venter på dig', leadsTo: '/stillingtagen' });
    expect(sentWords('sent', view({ state: 'saved_here', unsent: 0 }, { connected: false }))).toBeNull();
  });

  it('is asked about only when not everything is sent', async () => {
    const record = { kind: 'job_order' as const, id: 'o1' };
    backend.standing.mockResolvedValue('saved_here');
    render(SaveMark, { record });
    expect(await screen.findByText('Sendt')).toBeTruthy();
    expect(backend.standing).not.toHaveBeenCalled();
    session.heard(view({ state: 'saved_here', unsent: 1 }));
    expect(await screen.findByText('Sendes, når der er net')).toBeTruthy();
    expect(backend.standing).toHaveBeenCalledWith(record);
    backend.standing.mockResolvedValue('waits');
    session.heard(view({ state: 'decide', items: 1, unsent: 0 }));
    const link = await screen.findByRole<HTMLAnchorElement>('link', { name: 'Venter på dig' });
    expect(link.hash).toBe('#/stillingtagen');
  });
});

const row = (id: string, more: Partial<NewsRow> = {}): NewsRow => ({
  record: { key: { kind: 'job_order', id }, name: `Kok ${id}`, detail: 'Café Lysning' },
  page: { kind: 'job_order', id },
  who: 'Søren Holm',
  at: '2026-11-24T10:20:00Z',
  what: 'changed',
  fields: ['Startdato'],
  ...more,
});

describe('news', () => {
  it('says who did what, in a sentence', () => {
    expect(newsSentence(row('1', { fields: ['Startdato', 'Timer', 'Opgaver'] }))).toBe('Søren Holm rettede startdato, timer og opgaver');
    expect(newsSentence(row('1', { fields: ['A', 'B', 'C', 'D', 'E'] }))).toBe('Søren Holm rettede a, b, c og 2 felter mere');
    expect(newsSentence(row('1', { what: 'made', fields: ['Titel'] }))).toBe('Søren Holm oprettede jobordren');
    expect(newsSentence(row('1', { who: '', what: 'made' }))).toBe('Jobordren er oprettet');
    expect(newsSentence(row('1', { who: '', what: 'discarded' }))).toBe('Jobordren er kasseret');
    expect(newsSentence(row('1', { who: '', what: 'restored' }))).toBe('Jobordren er hentet frem');
    expect(newsSentence(row('1', { who: '', fields: ['Startdato', 'Timer'] }))).toBe('Startdato og timer er rettet');
    expect(newsSentence(row('1', { fields: [] }))).toBe('Søren Holm rettede jobordren');
  });

  it('stands there until it has been seen, up to what was shown, and focus stays', async () => {
    const news: News = { rows: ['1', '2', '3', '4', '5', '6'].map((id) => row(id)), total: 6, until: 77 };
    backend.news.mockResolvedValue(news);
    backend.newsSeen.mockResolvedValue(true);
    render(NewsList);
    expect(screen.queryByRole('heading')).toBeNull();
    session.heard(view({ state: 'all_sent' }, { news: 6, latest: 77 }));
    expect(await screen.findAllByRole('listitem')).toHaveLength(4);
    expect(screen.getByRole<HTMLAnchorElement>('link', { name: 'Kok 1' }).hash).toBe('#/jobordrer/1');
    await fireEvent.click(screen.getByRole('button', { name: /Vis alle 6/ }));
    expect(screen.getAllByRole('listitem')).toHaveLength(6);
    expect(await violations()).toEqual([]);
    await fireEvent.click(screen.getByRole('button', { name: /Markér som set/ }));
    expect(backend.newsSeen).toHaveBeenCalledWith(77);
    expect(await screen.findByText('Du har set det hele.')).toBeTruthy();
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Nyt, siden du sidst var her'));
  });
});

const visit = (more: Partial<ReadyVisit> = {}): ReadyVisit => ({
  visit: { key: { kind: 'visit', id: 'v1' }, name: 'Besøg', detail: 'Nordhavn' },
  tomorrow: true,
  earlier: 4,
  orders: 2,
  promises: 1,
  missing: [],
  ...more,
});
const proof = (visits: ReadyVisit[], more: Partial<Tomorrow> = {}): Tomorrow => ({ day: '2026-11-25', visits, complete: true, fetched_at: '2026-11-24T06:52:00Z', ...more });

describe('klar til i morgen', () => {
  it('proves a visit by what is here, and never claims more', () => {
    expect(readyWords(visit(), proof([]))).toEqual({ ready: true, text: 'Klar uden net: 4 besøg, 2 jobordrer og 1 aftale ligger på computeren' });
    expect(readyWords(visit({ earlier: 0, promises: 0 }), proof([])).text).toBe('Klar uden net: 2 jobordrer ligger på computeren');
    expect(readyWords(visit(), proof([]), true).text).toBe('Klar uden net');
    expect(readyWords(visit(), proof([], { complete: null })).ready).toBe(true);
    expect(readyWords(visit(), proof([], { complete: false })).ready).toBe(false);
    const lacking = visit({ missing: ['arbejdsstedet', 'en kontaktperson'] });
    expect(readyWords(lacking, proof([], { complete: false }))).toEqual({ ready: false, text: 'Arbejdsstedet og en kontaktperson ligger ikke på computeren endnu. Hentes, når der er net' });
    expect(readyWords(lacking, proof([])).text).toBe('Arbejdsstedet og en kontaktperson ligger ikke på computeren. Åbn besøget, og vælg igen');
    expect(readyWords(lacking, proof([]), true).text).toBe('Arbejdsstedet og en kontaktperson mangler på computeren');
  });

  it('says until when it was fetched', () => {
    const now = new Date('2026-11-24T10:00:00Z');
    expect(fetchedWords(proof([]), now)).toBe('Alt er hentet i dag kl. 7.52.');
    expect(fetchedWords(proof([], { fetched_at: null }), now)).toBe('Ikke alt er hentet endnu.');
    expect(fetchedWords(proof([], { complete: null, fetched_at: null }), now)).toBe('');
    expect(tomorrowWords(proof([])).text).toBe('Ingen besøg i morgen.');
    expect(tomorrowWords(proof([visit(), visit({ tomorrow: false, missing: ['x'] })])).text).toBe('Besøget i morgen er klar uden net.');
    expect(tomorrowWords(proof([visit(), visit({ missing: ['x'] })]))).toEqual({ ready: false, text: '1 af 2 besøg i morgen er klar uden net.' });
  });

  it('names the visit that lacks something and fetches at once when asked', async () => {
    backend.sendNow.mockResolvedValue(SENT);
    render(TomorrowReady, { proof: proof([visit(), visit({ visit: { key: { kind: 'visit', id: 'v2' }, name: 'Besøg', detail: 'Møllegårdens Bageri' }, missing: ['virksomheden'] })], { complete: false }) });
    expect(screen.getByRole('link', { name: 'Møllegårdens Bageri' })).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Nordhavn' })).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: 'Hent nu' }));
    expect(backend.sendNow).toHaveBeenCalledOnce();
    expect(await violations()).toEqual([]);
  });
});

const file = (more: Partial<RescueFile> = {}): RescueFile => ({ path: '', commits: 0, drafts: 0, attachments: 0, left_out: 0, known: 0, ...more });

describe('unsent work in a file', () => {
  it('says what the file holds, and what reading it changed', () => {
    expect(savedWords(file({ commits: 3, drafts: 1 }))).toBe('3 ændringer og 1 kladde ligger i filen.');
    expect(savedWords(file({ commits: 3, drafts: 1, attachments: 2, left_out: 1 }))).toBe(
      '3 ændringer, 1 kladde og 2 bilag ligger i filen. 1 bilag var der ikke plads til. Det ligger kun på denne computer.',
    );
    expect(savedWords(file())).toBe('');
    expect(takenWords(file({ commits: 1, known: 2 }))).toBe('1 ændring er læst ind. 2 ting lå her allerede og er ikke ændret.');
    expect(takenWords(file({ known: 4 }))).toBe('Alt i filen lå her allerede. Intet er ændret.');
    expect(takenWords(file())).toBe('Der er intet i filen. Intet er ændret.');
    expect(rescueRefusal({ size: 0 })).toContain('tom');
    expect(rescueRefusal({ size: 200 * 1024 * 1024 })).toContain('for stor');
    expect(rescueRefusal({ size: 1000 })).toBeNull();
  });

  it('asks for the passphrase twice, then says where the file lies', async () => {
    backend.rescueSave.mockResolvedValue(file({ path: '/hentet/abc.feltmappe', commits: 2 }));
    session.heard(view({ state: 'saved_here', unsent: 2 }));
    render(RescueSection);
    expect(await screen.findByText('2 ændringer er ikke sendt endnu.')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Gem usendt arbejde i en fil' }));
    await fireEvent.input(screen.getByLabelText('Adgangssætning'), { target: { value: 'tre ord at huske' } });
    await fireEvent.input(screen.getByLabelText('Adgangssætningen igen'), { target: { value: 'tre ord at glemme' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Gem filen' }));
    expect(screen.getByText(/De to er ikke ens/)).toBeTruthy();
    expect(backend.rescueSave).not.toHaveBeenCalled();
    await fireEvent.input(screen.getByLabelText('Adgangssætningen igen'), { target: { value: 'tre ord at huske' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Gem filen' }));
    expect(await screen.findByText('/hentet/abc.feltmappe')).toBeTruthy();
    expect(screen.getByText('2 ændringer ligger i filen.')).toBeTruthy();
    expect(await violations()).toEqual([]);
  });

  it('keeps file and words when the passphrase is wrong, and says what was known', async () => {
    backend.rescueTake.mockRejectedValueOnce({ code: 'wrong_passphrase', happened: 'Adgangssætningen passer ikke.', kept: 'Alt i mappen er uændret.', todo: 'Prøv igen.' });
    backend.rescueTake.mockResolvedValueOnce(file({ known: 2 }));
    render(RescueSection);
    await fireEvent.click(screen.getByRole('button', { name: 'Læs en fil ind' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Læs filen ind' }));
    expect(screen.getByText('Skriv den adgangssætning, som filen blev gemt med.')).toBeTruthy();
    const input = screen.getByLabelText<HTMLInputElement>('Fil med usendt arbejde');
    expect(document.activeElement).toBe(input);
    await fireEvent.change(input, { target: { files: [new File(['abc'], 'abc.feltmappe')] } });
    await fireEvent.input(screen.getByLabelText('Filens adgangssætning'), { target: { value: 'forkert' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Læs filen ind' }));
    expect(await screen.findByText('Adgangssætningen passer ikke.')).toBeTruthy();
    expect(screen.getByText('abc.feltmappe')).toBeTruthy();
    expect(await violations()).toEqual([]);
    await fireEvent.click(screen.getByRole('button', { name: 'Læs filen ind' }));
    expect(await screen.findByText('Alt i filen lå her allerede. Intet er ændret.')).toBeTruthy();
    expect(backend.rescueTake).toHaveBeenLastCalledWith('forkert', 'YWJj');
  });
});
