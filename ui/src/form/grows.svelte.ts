import type { Attachment } from 'svelte/attachments';

/** Above this many characters a field scrolls instead of being measured at each key. */
export const MEASURABLE = 20_000;

/** Makes a field as high as its text. */
export function grows(text: () => string): Attachment<HTMLTextAreaElement> {
  return (box) => {
    const fit = (): void => {
      const huge = box.value.length > MEASURABLE;
      box.classList.toggle('is-huge', huge);
      box.style.height = huge ? '' : 'auto';
      const borders = box.offsetHeight - box.clientHeight;
      if (!huge) box.style.height = `${box.scrollHeight + borders}px`;
    };
    $effect(() => {
      text();
      fit();
    });
    // Nothing can be measured before its dialog is shown, and a narrower window takes more lines.
    const shown = new ResizeObserver(() => requestAnimationFrame(fit));
    shown.observe(box);
    return () => shown.disconnect();
  };
}
