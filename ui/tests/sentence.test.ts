import { describe, expect, it } from 'vitest';
import { keptAnswer, questionOf } from '../src/form/question';
import { marksOf, sentenceAt } from '../src/form/sentence';

/** The sentence around the sign |, or what stands between two of them. */
function at(marked: string): string | null {
  const from = marked.indexOf('|');
  const to = marked.indexOf('|', from + 1);
  const text = marked.replaceAll('|', '');
  const found = sentenceAt(text, from, to < 0 ? from : to - 1);
  return found && text.slice(found.start, found.end);
}

describe('the sentence at the cursor', () => {
  it('is the one that the cursor stands in or has just left', () => {
    expect(at('Lageret åbner snart. Vi mangler to fra jan|uar. Mads ringer.')).toBe('Vi mangler to fra januar.');
    expect(at('Lageret åbner snart. Vi mangler to.|')).toBe('Vi mangler to.');
    expect(at('Lageret åbner snart. Vi mangler to. |')).toBe('Vi mangler to.');
    expect(at('|Lageret åbner snart. Vi mangler to.')).toBe('Lageret åbner snart.');
    expect(at('De mangler to chauffører|')).toBe('De mangler to chauffører');
    expect(at('Hvornår? I marts|!')).toBe('I marts!');
  });

  it('is not cut at dates, times and short words', () => {
    for (const whole of [
      'Det nye frostlager åbner 4. januar kl. 9.41 i hal 2.',
      'De skal bl.a. kunne køre truck, fx. reachtruck, inkl. certifikat.',
      'Ring til tlf. 12 34 56 78 eller Mads.',
      'Lønnen er ca. 165 kr. i timen.',
    ]) {
      expect(at(`Før det. ${whole.slice(0, 12)}|${whole.slice(12)} Efter det.`)).toBe(whole);
    }
  });

  it('stays on its line, and an empty line means the one above', () => {
    expect(at('Vi mangler to\nMads viser rundt|')).toBe('Mads viser rundt');
    expect(at('Vi mangler to\n- truck|\n- nat')).toBe('- truck');
    expect(at('Vi mangler to.\n\n|')).toBe('Vi mangler to.');
    expect(at('|')).toBeNull();
    expect(at(' \n |\n')).toBeNull();
  });

  it('gives way to what is selected, without the white space around it', () => {
    expect(at('Vi mangler| to på lageret |fra januar.')).toBe('to på lageret');
    expect(at('Vi mangler |  | to.')).toBe('Vi mangler    to.');
  });

  it('is found in a long note at once', () => {
    const text = 'Vi mangler to. '.repeat(20_000);
    const start = performance.now();
    expect(sentenceAt(text, text.length, text.length)).toEqual({ start: text.length - 15, end: text.length - 1 });
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('marks in a note', () => {
  it('stand where the sentences still are', () => {
    expect(marksOf('En. To. Tre.', ['To.', 'Fire.', ''])).toEqual([{ start: 4, end: 7 }]);
  });
});

describe('an answer of a kind from a newer version', () => {
  it('shows everything that is kept', () => {
    expect(questionOf({ path: 'answers.q1.note' })).toBe('q1');
    const fields = { 'answers.q1.note': 'Fem', 'answers.q1.@alive': true, 'answers.q1.touched': true, 'answers.q1.stars': 4, 'answers.q2.note': 'Nej', 'answers.q1.sure': false };
    expect(keptAnswer({ fields }, 'q1')).toEqual(['Fem', '4', 'Nej']);
  });
});
