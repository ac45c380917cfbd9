import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { ICONS } from './src/parts/icons';

const source = fileURLToPath(new URL('./node_modules/dkfds/dist/img/all-svg-icons.svg', import.meta.url));

/** The symbols of the dkfds sprite that the app names, as one hidden SVG. Throws if dkfds lacks one of them. */
export function sprite(svg: string, names: readonly string[]): string {
  const symbols = names.map((name) => {
    const found = new RegExp(`<symbol[^>]*\\sid="${name}"[^>]*>[\\s\\S]*?</symbol>`).exec(svg);
    if (!found) throw new Error(`dkfds has no icon named ${name}`);
    const box = /viewBox="([^"]+)"/.exec(found[0])?.[1] ?? '0 0 24 24';
    const drawing = found[0].replace(/^<symbol[^>]*>/, '').replace(/<\/symbol>$/, '');
    return `<symbol id="icon-${name}" viewBox="${box}">${drawing}</symbol>`;
  });
  return `<svg class="hide-base-svg" aria-hidden="true" focusable="false" xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
}

/** Puts the icons into the page itself: no request, no font, and only those in use. */
export function icons(): Plugin {
  return {
    name: 'feltmappen-icons',
    transformIndexHtml: (html) => html.replace('<!--icons-->', sprite(readFileSync(source, 'utf8'), ICONS)),
  };
}
