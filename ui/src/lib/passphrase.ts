/** Shorter passphrases protect nothing worth protecting. */
const SHORTEST = 12;

/** What is missing in a new passphrase and its repetition; empty texts when nothing is. */
export function passphraseProblems(passphrase: string, repeated: string): { passphrase: string; repeated: string } {
  const missing = SHORTEST - [...passphrase].length;
  if (passphrase === '') return { passphrase: 'Skriv en adgangssætning på mindst 12 tegn.', repeated: '' };
  if (missing > 0) return { passphrase: `Der mangler ${missing} tegn. Brug mindst 12.`, repeated: '' };
  if (repeated === '') return { passphrase: '', repeated: 'Skriv adgangssætningen en gang til.' };
  return { passphrase: '', repeated: repeated === passphrase ? '' : 'De to er ikke ens. Skriv den samme to gange.' };
}
