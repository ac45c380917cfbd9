import type { Attachment } from 'svelte/attachments';

/** Above this many characters a field scrolls instead of being measured at each key. */
export const MEASURABLE = 20_000;

/** Makes a field as high as its text. */
export function grows(text: () => string): Attachment<HTMLTextAreaElement> {
  return (box) => {
    let width = 0;
    const fit = (): void => {
      const huge = box.value.length > MEASURABLE;
      box.classList.toggle('is-huge', huge);
      box.style.height = huge ? '' : 'auto';
      if (huge) return;
      // Measured together: the page is laid out once for each field, and a guide has many.
      const borders = box.offsetHeight - box.clientHeight;
      const height = box.scrollHeight + borders;
      width = box.offsetWidth;
      box.style.height = `${height}px`;
    };
    $effect(() => {
      text();
      fit();
    });
    // Nothing can be measured before its dialog is shown, and a narrower window takes more lines.
    const shown = new ResizeObserver(() => {
      if (box.offsetWidth !== width) requestAnimationFrame(fit);
    });
    shown.observe(box);
    return () => shown.disconnect();
  };
}
