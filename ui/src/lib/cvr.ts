/** The digits of a CVR number as people write it: "DK 13 74 81 36", "13748136". */
export function cvrDigits(text: string): string {
  return text.replace(/^\s*DK/i, '').replace(/[\s.-]/g, '');
}

/** What stops a CVR number from being one; empty when nothing does. An empty field is allowed: the number may come later. */
export function cvrProblem(text: string): string {
  const digits = cvrDigits(text);
  if (digits === '') return '';
  if (!/^\d+$/.test(digits)) return 'Et CVR-nummer har 8 cifre, for eksempel 13 74 81 36.';
  if (digits.length !== 8) return `Et CVR-nummer har 8 cifre. Her er ${digits.length}.`;
  const sum = [2, 7, 6, 5, 4, 3, 2, 1].reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return sum % 11 === 0 && digits !== '00000000' ? '' : 'CVR-nummeret findes ikke. Se efter, om to cifre er byttet om.';
}
