import { cleanup, render, screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ConflictView, SyncView, Whose } from '../src/bindings';
import { difference } from '../src/lib/difference';
import { sync } from '../src/lib/words';
import { choiceOf, conflictHappened, conflictHeading, genitive, listed, onlyWhatStands, versions } from '../src/screens/attention/conflict';
import ConflictDialog from '../src/screens/attention/ConflictDialog.svelte';

const backend = vi.hoisted(() => ({ decide: vi.fn() }));
vi.mock('../src/bindings', async (original) => ({ ...(await original<object>()), ...backend }));

const marked = (base: string, text: string): string => difference(base, text).map((piece) => (piece.marked ? `[${piece.text}]` : piece.text)).join('');

const conflict: ConflictView = {
  record: { key: { kind: 'job_order', id: 'o1' }, name: 'Lagermedarbejder', detail: 'Nordhavn Kølelogistik A/S' },
  theirs: { whose: 'colleague', name: 'Søren Holm' },
  theirs_at: '2026-11-24T10:20:00Z',
  mine: { whose: 'me' },
  mine_at: '2026-11-24T10:34:00Z',
  author: 'a1',
  one_person: false,
  fields: [
    { id: 'c1', label: 'Startdato', look: 'day', base: '2027-01-01', theirs: '2027-01-04', mine: '2027-02-01', writable: false, sealed: false },
    { id: 'c2', label: 'Arbejdsopgaver', look: 'text', base: 'Pluk og pak.', theirs: 'Pluk hver dag.', mine: '', writable: true, sealed: false },
  ],
};

afterEach(cleanup);

describe('changed words', () => {
  it('are marked in both texts', () => {
    expect(marked('1. januar 2027', '4. januar 2027')).toBe('[4]. januar 2027');
    expect(marked('37 timer, dag', '37 timer, dag og aften')).toBe('37 timer, dag [og aften]');
    expect(marked('Pluk i frostlager.', 'Pluk i frostlager ved minus 22 grader.')).toBe('Pluk i frostlager [ved minus 22 grader].');
    expect(marked('', 'Alt er nyt')).toBe('[Alt er nyt]');
    expect(marked('Det samme', 'Det samme')).toBe('Det samme');
  });

  it('of very long texts are found from both ends alone', () => {
    const [before, after] = ['ord fælles '.repeat(2000), 'andet fælles '.repeat(2000)];
    const pieces = difference(`Begynd ${before}slut`, `Begynd ${after}slut`);
    expect(pieces.map((piece) => piece.marked)).toEqual([false, true, false]);
    expect(pieces.at(-1)?.text).toBe(' fælles slut');
  });
});

describe('the words of the corner', () => {
  const say = (status: object): string => {
    const { first, second } = sync({ news: 0, connected: true, ...status } as SyncView);
    return `${first} · ${second}`;
  };
  it('are those of the style guide', () => {
    expect(say({ state: 'all_sent' })).toBe('Alt er gemt og sendt · du kan lukke låget');
    expect(say({ state: 'sending', unsent: 4 })).toBe('Gemt. Sender 4 ændringer · vent med at lukke låget');
    expect(say({ state: 'saved_here', unsent: 1 })).toBe('Alt er gemt her · sendes, når der er net');
    expect(say({ state: 'decide', items: 3, unsent: 0 })).toBe('3 ting venter på dig · alt andet er sendt');
    expect(say({ state: 'sign_in', unsent: 2 })).toBe('Log ind for at sende · alt er gemt her');
  });
});

describe('who and what', () => {
  it('is named as Danes write it', () => {
    const heading = (theirs: Whose, mine: Whose): string => conflictHeading({ ...conflict, theirs, mine });
    expect(conflictHeading(conflict)).toBe('Du og Søren har rettet de samme felter');
    expect(conflictHeading({ ...conflict, fields: conflict.fields.slice(1) })).toBe('Du og Søren har rettet det samme felt');
    expect([choiceOf(2), choiceOf(1)]).toEqual(['Vælg for hvert felt, hvad der skal gælde.', 'Vælg, hvad der skal gælde.']);
    expect(heading(conflict.mine, conflict.theirs)).toBe('Du og Søren har rettet de samme felter');
    const jonas: Whose = { whose: 'colleague', name: 'Jonas Dahl' };
    const unknown: Whose = { whose: 'colleague', name: '' };
    expect(heading(jonas, conflict.theirs)).toBe('Søren og Jonas har rettet de samme felter');
    expect(heading(conflict.mine, unknown)).toBe('De samme felter er rettet to steder');
    expect(heading(jonas, unknown)).toBe('De samme felter er rettet to steder');
    expect(heading(unknown, unknown)).toBe('De samme felter er rettet to steder');
    expect(versions({ theirs: unknown, mine: unknown, one_person: false })).toEqual(['Det, der står nu', 'Den anden udgave']);
    expect(onlyWhatStands({ theirs: unknown, mine: unknown, one_person: false })).toBe('Kun det, der står nu, kan vælges');
    expect(onlyWhatStands({ theirs: jonas, mine: unknown, one_person: false })).toBe('Kun Jonas’ udgave kan vælges');
    expect(versions({ theirs: unknown, mine: jonas, one_person: false })).toEqual(['Det, der står nu', 'Jonas’']);
    expect(versions({ theirs: unknown, mine: conflict.mine, one_person: false })).toEqual(['Det, der står nu', 'Din']);
    expect(conflictHappened({ ...conflict, theirs: unknown })).toContain('før rettelsen fra det andet sted var hentet');
    expect([genitive('Søren Holm'), genitive('Jonas P.')]).toEqual(['Sørens', 'Jonas’']);
    expect(conflictHappened(conflict)).toBe('Begge rettede startdato og arbejdsopgaver, før den andens rettelse var hentet.');
    expect(listed(['Startdato', 'Timer', 'Opgaver'])).toBe('startdato, timer og opgaver');
  });
});

describe('who has met with himself', () => {
  it('is told of his two computers', () => {
    const alone = { ...conflict, theirs: conflict.mine, one_person: true };
    expect(conflictHeading(alone)).toBe('Du har rettet de samme felter på to computere');
    expect(conflictHappened(alone)).toBe('Begge steder blev startdato og arbejdsopgaver rettet, før rettelsen fra det andet sted var hentet.');
    expect(versions(alone)).toEqual(['Det, der står nu', 'Den anden udgave']);
    expect(onlyWhatStands(alone)).toBe('Kun det, der står nu, kan vælges');
    const soren = { ...alone, theirs: conflict.theirs, mine: conflict.theirs };
    expect(conflictHeading({ ...soren, fields: conflict.fields.slice(1) })).toBe('Søren har rettet det samme felt på to computere');
  });
});

describe('the conflict dialog', () => {
  it('says that the rest waits when a part is chosen', async () => {
    render(ConflictDialog, { conflict, onclose: vi.fn(), ondecided: vi.fn() });
    expect(screen.getByText('0 af 2 felter er valgt.').parentElement?.textContent).not.toContain('Resten');
    screen.getByRole('radio', { name: /Startdato, Sørens/ }).click();
    expect((await screen.findByText('1 af 2 felter er valgt.')).parentElement?.textContent).toContain('Resten venter på dig.');
  });

  it('saves a part of the choices, and an own text begins with both', async () => {
    const decided = vi.fn();
    backend.decide.mockResolvedValue({});
    render(ConflictDialog, { conflict, onclose: vi.fn(), ondecided: decided });
    const result = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
    expect(result.violations.map((one) => one.id)).toEqual([]);

    screen.getByRole('button', { name: 'Gem dine valg' }).click();
    expect(await screen.findByText(/Vælg for mindst ét felt/)).toBeTruthy();
    expect(backend.decide).not.toHaveBeenCalled();

    (await screen.findByRole('radio', { name: /Startdato, Sørens/ })).click();
    expect(await screen.findByText('1 af 2 felter er valgt.')).toBeTruthy();
    screen.getByRole('button', { name: /Skriv selv/ }).click();
    const own = (await screen.findByLabelText('Din tekst')) as HTMLTextAreaElement;
    expect(own.value).toBe('Pluk hver dag.');
    screen.getByRole('button', { name: 'Gem dine valg' }).click();
    await waitFor(() => expect(decided).toHaveBeenCalled());
    expect(backend.decide).toHaveBeenCalledWith(conflict.record.key, [
      { conflict: 'c1', side: 'theirs', text: null },
      { conflict: 'c2', side: 'own', text: 'Pluk hver dag.' },
    ]);
  });

  it('offers of what is sealed only what stands', async () => {
    const sealed = { ...conflict, fields: conflict.fields.map((field) => ({ ...field, writable: false, sealed: true })) };
    render(ConflictDialog, { conflict: sealed, onclose: vi.fn(), ondecided: vi.fn() });
    expect((await screen.findAllByRole('radio')).map((radio) => (radio as HTMLInputElement).value)).toEqual(['theirs', 'theirs']);
    expect(screen.getAllByText('Kun Sørens udgave kan vælges')).toHaveLength(2);
    expect(document.body.textContent).toContain('februar');
    expect(screen.queryByRole('button', { name: /Skriv selv/ })).toBeNull();
  });
});
