import { listen } from '@tauri-apps/api/event';

/** Hears an event of the shell. This is the only place that knows how it reaches the window. Answers how to stop. */
export function hear<T>(name: string, heard: (told: T) => void): Promise<() => void> {
  return listen<T>(name, (event) => heard(event.payload));
}
