import { invoke } from '@tauri-apps/api/core';

declare global {
  interface Window {
    /** Answers that the shell asked for before this script was read, each good for one call. */
    firstAnswers?: Record<string, Promise<unknown>>;
  }
}

/** Calls a command of the app. This is the only place that knows how the window reaches it. */
export function call<T>(name: string, args?: Record<string, unknown>): Promise<T> {
  const first = args === undefined ? window.firstAnswers?.[name] : undefined;
  if (!first) return invoke<T>(name, args);
  delete window.firstAnswers?.[name];
  return first as Promise<T>;
}
