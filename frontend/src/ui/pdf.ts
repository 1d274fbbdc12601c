/** pdf.js, loaded when the first paper is shown. */
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';

export type { PDFDocumentProxy };

// The legacy build: the WebKitGTK that Debian 12 came out with lacks what the modern one asks for.
const library = () =>
  Promise.all([
    import('pdfjs-dist/legacy/build/pdf.mjs'),
    import('pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'),
  ]).then(([pdf, worker]) => {
    pdf.GlobalWorkerOptions.workerSrc = worker.default;
    return pdf;
  });

/** Opens a paper. The bytes are copied: pdf.js takes what it is given away. */
export async function openPdf(bytes: Uint8Array): Promise<PDFDocumentProxy> {
  const pdf = await library();
  return pdf.getDocument({ data: bytes.slice(), isEvalSupported: false }).promise;
}

/** Draws a page as wide as the canvas stands on the screen. */
export async function draw(page: PDFPageProxy, canvas: HTMLCanvasElement, width: number) {
  const density = window.devicePixelRatio || 1;
  const scale = width / page.getViewport({ scale: 1 }).width;
  const viewport = page.getViewport({ scale: scale * density });
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  canvas.style.width = `${Math.floor(viewport.width / density)}px`;
  await page.render({ canvas, viewport }).promise;
}
