import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { DECODERS } from './src/lib/decoders';

const reader = (name: string): string => fileURLToPath(new URL(`./node_modules/pdfjs-dist/${name}`, import.meta.url));

/**
 * The decoders that pdf.js asks for when a paper was scanned (JBIG2 and fax, JPEG 2000), by name: as script, since the window's
 * policy forbids WebAssembly. Throws when it asks for none, for then it asks in another way than it did.
 */
export function asked(worker: string): string[] {
  const names = [...worker.matchAll(/_noWasmFilename = "([^"]+)"/g)].flatMap(([, name]) => name ?? []);
  if (names.length === 0) throw new Error('pdf.js does not say what it decodes scanned papers with');
  return names;
}

/** Puts them beside the page. They are fetched when a paper needs them. */
export function decoders(): Plugin {
  return {
    name: 'feltmappen-decoders',
    apply: 'build',
    generateBundle() {
      for (const name of asked(readFileSync(reader('legacy/build/pdf.worker.mjs'), 'utf8'))) {
        this.emitFile({ type: 'asset', fileName: `${DECODERS}/${name}`, source: readFileSync(reader(`wasm/${name}`)) });
      }
    },
  };
}
