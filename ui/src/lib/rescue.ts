import type { RescueFile } from '../bindings';
import { count } from './format';

/** Far more than a person can write without a network. */
const LARGEST = 150 * 1024 * 1024;

/** "3 ændringer, 1 kladde og 2 bilag"; empty when there is nothing. */
function content({ commits, drafts, attachments }: RescueFile): string {
  const parts = [
    commits && count(commits, 'ændring', 'ændringer'),
    drafts && count(drafts, 'kladde', 'kladder'),
    attachments && count(attachments, 'bilag', 'bilag'),
  ].filter((part) => part !== 0);
  return [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter(Boolean).join(' og ');
}

/** What a file holds that was just written; empty when there was nothing to write. */
export function savedWords(file: RescueFile): string {
  const what = content(file);
  if (!what) return '';
  const left = file.left_out;
  const rest = left > 0 ? ` ${count(left, 'bilag', 'bilag')} var der ikke plads til. ${left > 1 ? 'De' : 'Det'} ligger kun på denne computer.` : '';
  return `${what} ligger i filen.${rest}`;
}

/** What became of a file that was read. */
export function takenWords(file: RescueFile): string {
  const what = content(file);
  if (!what) return file.known > 0 ? 'Alt i filen lå her allerede. Intet er ændret.' : 'Der er intet i filen. Intet er ændret.';
  const known = file.known > 0 ? ` ${count(file.known, 'ting', 'ting')} lå her allerede og er ikke ændret.` : '';
  return `${what} er læst ind.${known}`;
}

/** Why a file is not even read; null when it can be tried. */
export function rescueRefusal(file: Pick<File, 'size'>): string | null {
  if (file.size === 0) return 'Filen er tom. Vælg filen, der slutter på .feltmappe.';
  return file.size > LARGEST ? 'Filen er for stor til at være en fil med usendt arbejde. Vælg filen, der slutter på .feltmappe.' : null;
}

/** A file's bytes as they travel to the app. */
export async function inBase64(file: Blob): Promise<string> {
  const url = await new Promise<string>((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
  return url.slice(url.indexOf(',') + 1);
}
