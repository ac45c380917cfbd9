import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import ReaderWorker from 'pdfjs-dist/legacy/build/pdf.worker.mjs?worker';
import { DECODERS } from './decoders';
import { reading, type Piece } from './reading';

/** So many dots are drawn for each point of the paper: sharp on fine screens, and when everything is shown at 200 %. */
const SHARPNESS = 2.5;

/** The folder beside the page with what reads the pictures of scanned papers. */
const BESIDE = new URL(`${DECODERS}/`, document.baseURI).href;

/** A paper that can be looked at. */
export interface OpenPaper {
  pages: number;
  /** Draws a page, from 1. */
  draw: (page: number, canvas: HTMLCanvasElement) => Promise<void>;
  /** What a page says, as it is tagged. */
  read: (page: number) => Promise<Piece[]>;
  close: () => void;
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** Opens a PDF in a worker of its own. Nothing is fetched from outside: what a paper needs is in it or beside the page. */
export async function openPaper(base64: string): Promise<OpenPaper> {
  // The library would start its worker from an address of its own making, which the window's policy forbids.
  const port = new ReaderWorker();
  GlobalWorkerOptions.workerPort = port;
  const task = getDocument({
    data: bytesOf(base64),
    useWasm: false,
    wasmUrl: BESIDE,
    useWorkerFetch: false,
    useSystemFonts: false,
    enableXfa: false,
    // As many dots as a scanned picture may have: a larger one in a paper is left out.
    maxImageSize: 80_000_000,
    verbosity: 0,
  });
  const close = (): void => {
    void task.destroy().finally(() => port.terminate());
  };
  let document: PDFDocumentProxy;
  try {
    document = await task.promise;
  } catch (reason) {
    close();
    throw reason;
  }
  return {
    pages: document.numPages,
    draw: async (number, canvas) => draw(await document.getPage(number), canvas),
    read: async (number) => {
      const page = await document.getPage(number);
      const [tree, text] = await Promise.all([page.getStructTree(), page.getTextContent({ includeMarkedContent: true })]);
      return reading(tree, text.items);
    },
    close,
  };
}

async function draw(page: PDFPageProxy, canvas: HTMLCanvasElement): Promise<void> {
  const viewport = page.getViewport({ scale: SHARPNESS });
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  await page.render({ canvas, viewport }).promise;
}
