import type { PathValue, Scalar } from '../bindings';

/** Where a control's value lives: a record under autosave, or a dialog's own few fields. */
export interface FieldModel {
  value(path: string): Scalar;
  text(path: string): string;
  focus(path: string): void;
  edit(path: string, value: Scalar): void;
  blur(path: string, still?: boolean): Promise<void>;
  set(values: PathValue[]): Promise<boolean>;
  /** Says something at the field until the user goes on in it. */
  warn(path: string, message: string): void;
}

/** What every control of a field gets. */
export interface ControlProps {
  editor: FieldModel;
  path: string;
  id: string;
  /** The ids of hint, message and room left. */
  describedby: string | undefined;
  invalid: boolean;
  /** The longest text, in characters. */
  limit?: number | null;
}
