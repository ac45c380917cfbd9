import { invoke } from '@tauri-apps/api/core';

/** Calls a command of the app. This is the only place that knows how the window reaches it. */
export function call<T>(name: string, args?: Record<string, unknown>): Promise<T> {
  return invoke<T>(name, args);
}
