/** Up to this many characters a paste is always taken: what is too much for the field is kept as a draft and told. */
const ALWAYS = 20_000;

/** Why a pasted text is not taken, or null. A text far beyond the field would only make the window slow; it stays on the clipboard. */
export function pasteProblem(text: string, limit: number | null): string | null {
  const most = Math.max(ALWAYS, (limit ?? ALWAYS) * 4);
  if (text.length <= most) return null;
  const signs = (count: number): string => count.toLocaleString('da-DK');
  return `Det, du vil indsætte, fylder ${signs(text.length)} tegn, og feltet rummer ${signs(limit ?? most)}. Intet er indsat. Indsæt den del, der skal med.`;
}
