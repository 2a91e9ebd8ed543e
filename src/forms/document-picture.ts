/** Pictures in a document: a mark in the text gives way to a drawing, and its file joins the archive. */
import type PizZip from 'pizzip';
import type { Picture } from './sheet-picture.js';

/** `across`: its width in EMU; null: as wide as the text. */
export type PlacedPicture = Picture & { readonly number: number; readonly across: number | null };

/** A mark that no text of a person holds. */
export const PLACE = (number: number): string => `\uE000picture${number}\uE001`;

const EMU_A_TWIP = 635;
const RELS = 'word/_rels/document.xml.rels';
const TYPES = '[Content_Types].xml';
const IMAGE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/image';

/** The document with the drawing where its mark stands. */
export function addPicture(zip: PizZip, xml: string, { png, width, height, number, across }: PlacedPicture): string {
  const id = `rIdPicture${number}`;
  zip.file(`word/media/picture${number}.png`, Buffer.from(png));
  const rels = zip.file(RELS)?.asText() ?? '';
  const relation = `<Relationship Id="${id}" Type="${IMAGE}" Target="media/picture${number}.png"/>`;
  zip.file(RELS, rels.replace('</Relationships>', `${relation}</Relationships>`));
  const types = zip.file(TYPES)?.asText() ?? '';
  if (!/Extension="png"/iu.test(types)) {
    zip.file(TYPES, types.replace(/(<Types[^>]*>)/u, '$1<Default Extension="png" ContentType="image/png"/>'));
  }
  const room = textSize(xml);
  // One that is too high for a page would be cut off at its end.
  const cx = Math.round(across ?? Math.min(room.width, (room.height * width) / height));
  const drawing = drawingXml(id, number, cx, Math.round((cx * height) / width));
  return xml.replace(PLACE(number), `</w:t>${drawing}<w:t xml:space="preserve">`);
}

/** Between the margins of the last section, with a little of the height for the lines around a picture. */
function textSize(xml: string): { readonly width: number; readonly height: number } {
  const section = xml.slice(xml.lastIndexOf('<w:sectPr'));
  const numberOf = (tag: string, name: string): number =>
    Number(new RegExp(`<w:${tag}[^>]* w:${name}="(\\d+)"`, 'u').exec(section)?.[1] ?? 0);
  const width = numberOf('pgSz', 'w') - numberOf('pgMar', 'left') - numberOf('pgMar', 'right');
  const height = numberOf('pgSz', 'h') - numberOf('pgMar', 'top') - numberOf('pgMar', 'bottom');
  return { width: width * EMU_A_TWIP, height: height * EMU_A_TWIP * 0.95 };
}

function drawingXml(id: string, number: number, cx: number, cy: number): string {
  const a = 'http://schemas.openxmlformats.org/drawingml/2006/main';
  const pic = 'http://schemas.openxmlformats.org/drawingml/2006/picture';
  const wp = 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing';
  const r = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const named = `id="${number}" name="picture${number}"`;
  const shape = `<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${cx}" cy="${cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>`;
  const fill = `<pic:blipFill><a:blip r:embed="${id}" xmlns:r="${r}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`;
  const picture = `<pic:pic xmlns:pic="${pic}"><pic:nvPicPr><pic:cNvPr ${named}/><pic:cNvPicPr/></pic:nvPicPr>${fill}${shape}</pic:pic>`;
  const graphic = `<a:graphic xmlns:a="${a}"><a:graphicData uri="${pic}">${picture}</a:graphicData></a:graphic>`;
  return `<w:drawing><wp:inline xmlns:wp="${wp}" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="${cx}" cy="${cy}"/><wp:docPr ${named}/>${graphic}</wp:inline></w:drawing>`;
}
