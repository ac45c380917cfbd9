import type { UnitRow } from '../../bindings';

const plain = (text: string): string => text.toLocaleLowerCase('da');

/** The units that a text fits: by unit or kommune with everybody in it, otherwise with the people it fits. */
export function matching(units: readonly UnitRow[], text: string): UnitRow[] {
  const wanted = plain(text.trim());
  if (!wanted) return [...units];
  const fits = (...words: string[]): boolean => words.some((word) => plain(word).includes(wanted));
  return units.flatMap((unit) => {
    if (fits(unit.name, unit.municipality)) return [unit];
    const employees = unit.employees.filter((employee) => fits(employee.name, employee.title));
    return employees.length ? [{ ...unit, employees }] : [];
  });
}
