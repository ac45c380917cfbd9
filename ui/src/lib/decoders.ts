/** Where, beside the page, what reads the pictures of scanned papers lies. The build puts it there. */
export const DECODERS = 'pdf';
