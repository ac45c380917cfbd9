/** A text as it is compared when a short list is narrowed: small letters, without accents, æ, ø and å also as two letters. */
export function folded(text: string): string {
  return text
    .toLocaleLowerCase('da')
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'oe')
    .replaceAll('å', 'aa')
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}
