/** All words of a sheet, for tests of what stands on it. */
import PizZip from 'pizzip';

export function sheetWords(bytes: Uint8Array): string {
  const zip = new PizZip(Buffer.from(bytes));
  const parts = zip.file(/^xl\/(?:sharedStrings|worksheets\/sheet\d+)\.xml$/u).map((file) => file.asText());
  return parts
    .join('\n')
    .replaceAll(/<[^>]*>/gu, '\n')
    .replaceAll(/\n+/gu, '\n');
}
