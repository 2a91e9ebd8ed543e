/** The default DOCX template of a form: plain WordprocessingML, which Word and WPS open and a clerk changes. */
import PizZip from 'pizzip';
import type { Form } from '../../src/core/report/form.js';
import { laidOut, type LaidBlock, type LaidCell, type LaidRow, type Look } from './layout.js';

/** Twentieths of a point: A4, and what is left between margins of 20 mm. */
const A4 = { short: 11906, long: 16838 } as const;
const MARGIN = 1134;
const POINT = 20;

type Type = { readonly font: string; readonly half: number; readonly bold?: boolean; readonly align: string };
const TYPES: Readonly<Record<Look, Type>> = {
  company: { font: '仿宋', half: 24, align: 'center' },
  title: { font: '黑体', half: 36, align: 'center' },
  line: { font: '宋体', half: 21, align: 'left' },
  'line-right': { font: '宋体', half: 21, align: 'right' },
  says: { font: '宋体', half: 21, align: 'left' },
  label: { font: '宋体', half: 21, bold: true, align: 'center' },
  value: { font: '宋体', half: 21, align: 'left' },
  sign: { font: '宋体', half: 21, align: 'right' },
  code: { font: '宋体', half: 21, align: 'left' },
  head: { font: '宋体', half: 21, bold: true, align: 'center' },
  item: { font: '宋体', half: 21, align: 'left' },
  short: { font: '宋体', half: 21, align: 'center' },
  text: { font: '宋体', half: 21, align: 'left' },
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const fonts = (font: string): string =>
  `<w:rFonts w:ascii="${font}" w:hAnsi="${font}" w:eastAsia="${font}" w:cs="${font}"/>`;

/** `kept`: on one page with what follows. */
function paragraph(text: string, look: Look, kept = false): string {
  const { font, half, bold, align } = TYPES[look];
  const run = `<w:rPr>${fonts(font)}${bold === true ? '<w:b/>' : ''}<w:sz w:val="${half}"/><w:szCs w:val="${half}"/></w:rPr>`;
  const words = `<w:r>${run}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;
  return `<w:p><w:pPr>${kept ? KEPT : ''}<w:spacing w:before="20" w:after="20"/><w:jc w:val="${align}"/></w:pPr>${words}</w:p>`;
}

const KEPT = '<w:keepNext/>';

/** Keeps tables apart, which Word would join. */
const gap = (kept = false): string =>
  `<w:p><w:pPr>${kept ? KEPT : ''}<w:spacing w:before="0" w:after="0" w:line="60" w:lineRule="exact"/></w:pPr></w:p>`;

/** Less than Word leaves beside the words of a cell, so that narrow columns hold theirs in one line. */
const NARROW = `<w:tblCellMar>${['left', 'right'].map((side) => `<w:${side} w:w="45" w:type="dxa"/>`).join('')}</w:tblCellMar>`;

/** Rows from `keptFrom` on stay on one page with each other, and a head with what it is over. */
function table(rows: readonly LaidRow[], width: number, ruled: boolean, keptFrom = rows.length): string {
  const edges = [...new Set(rows.flatMap(({ cells }) => cells.flatMap(({ from, to }) => [from, to])))].toSorted(
    (a, b) => a - b,
  );
  const at = (edge: number): number => Math.round(edge * width);
  const grid = edges.slice(1).map((edge, i) => `<w:gridCol w:w="${at(edge) - at(edges[i] ?? 0)}"/>`);
  const line = (side: string): string =>
    `<w:${side} w:val="${ruled ? 'single' : 'nil'}" w:sz="4" w:space="0" w:color="000000"/>`;
  const borders = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(line).join('');
  const cell = ({ text, look, from, to, down = 1 }: LaidCell, kept: boolean): string => {
    const span = edges.indexOf(to) - edges.indexOf(from);
    const shade = look === 'label' || look === 'head' ? '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' : '';
    const spans = span > 1 ? `<w:gridSpan w:val="${span}"/>` : '';
    const merge = down === 1 ? '' : `<w:vMerge${down > 1 ? ' w:val="restart"' : ''}/>`;
    const form = `<w:tcPr><w:tcW w:w="${at(to) - at(from)}" w:type="dxa"/>${spans}${merge}${shade}<w:vAlign w:val="center"/></w:tcPr>`;
    return `<w:tc>${form}${paragraph(down === 0 ? '' : text, look, kept)}</w:tc>`;
  };
  const row = ({ height, cells, repeats }: LaidRow, nth: number): string => {
    const high = `<w:trHeight w:val="${height * POINT}" w:hRule="atLeast"/>`;
    const isKept = nth < rows.length - 1 && (repeats === true || nth >= keptFrom);
    const inside = cells.map((one) => cell(one, isKept)).join('');
    return `<w:tr><w:trPr><w:cantSplit/>${high}${repeats === true ? '<w:tblHeader/>' : ''}</w:trPr>${inside}</w:tr>`;
  };
  const form = `<w:tblPr><w:tblW w:w="${width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>${borders}</w:tblBorders><w:tblLayout w:type="fixed"/>${NARROW}</w:tblPr>`;
  return `<w:tbl>${form}<w:tblGrid>${grid.join('')}</w:tblGrid>${rows.map(row).join('')}</w:tbl>`;
}

/** A head row is repeated on each page only where its table begins with it. */
function tablesOf(rows: readonly LaidRow[]): readonly (readonly LaidRow[])[] {
  const at = rows.findIndex(({ repeats }) => repeats === true);
  return at > 0 ? [rows.slice(0, at), rows.slice(at)] : [rows];
}

/** So many rows above a place to sign go with it, so that no signature stands alone on a page. */
const GO_WITH_SIGN = 2;
const firstSign = ({ rows }: LaidBlock): number =>
  rows.findIndex(({ repeats, room }) => repeats !== true && room?.kind === 'sign');

/** Whether a block's places to sign begin so high in it that the end of what is before goes with them. */
const holdsOn = (block: LaidBlock | undefined): boolean => {
  const sign = block === undefined ? -1 : firstSign(block);
  return block !== undefined && sign >= 0 && (sign < GO_WITH_SIGN || heightOf(block.rows) <= MOST_TOGETHER);
};

/** Fields around a place to sign that are no higher than this, in points, stay together. */
const MOST_TOGETHER = 250;
const heightOf = (rows: readonly LaidRow[]): number => rows.reduce((sum, { height }) => sum + height, 0);

function blockXml(block: LaidBlock, next: LaidBlock | undefined, width: number): string {
  const { kind, rows } = block;
  switch (kind) {
    case 'top': {
      const single = rows.filter(({ cells }) => cells.length === 1);
      const pairs = rows.filter(({ cells }) => cells.length > 1);
      const [company, title, says] = single.map(({ cells }) =>
        paragraph(cells[0]?.text ?? '', cells[0]?.look ?? 'line'),
      );
      return `${company ?? ''}${title ?? ''}${table(pairs, width, false)}${gap()}${says ?? ''}`;
    }
    case 'ruled': {
      const sign = firstSign(block);
      const together = heightOf(rows) <= MOST_TOGETHER ? 0 : Math.max(0, sign - GO_WITH_SIGN);
      const keptFrom = sign < 0 ? rows.length : together;
      const parts = tablesOf(rows).map((part, at) => table(part, width, true, at === 0 ? keptFrom : rows.length));
      return `${parts.join(gap())}${gap(holdsOn(next))}`;
    }
    case 'text':
    case 'charts':
      return rows.flatMap(({ cells }) => cells.map(({ text, look }) => paragraph(text, look))).join('');
    default:
      return kind satisfies never;
  }
}

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

const counted = (what: string): string =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${what} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`;
const said = (text: string): string => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;

export function documentTemplate(form: Form): Uint8Array {
  const landscape = form.orientation === 'landscape';
  const [w, h] = landscape ? [A4.long, A4.short] : [A4.short, A4.long];
  const blocks = laidOut(form, 'document');
  const body = blocks.map((block, at) => blockXml(block, blocks[at + 1], w - 2 * MARGIN)).join('');
  const size = `<w:pgSz w:w="${w}" w:h="${h}"${landscape ? ' w:orient="landscape"' : ''}/>`;
  const edge = ['top', 'right', 'bottom', 'left'].map((side) => `w:${side}="${MARGIN}"`).join(' ');
  const section = `<w:sectPr><w:footerReference w:type="default" r:id="rId2"/>${size}<w:pgMar ${edge} w:header="600" w:footer="600" w:gutter="0"/></w:sectPr>`;
  const footer = `${said('第 ')}${counted('PAGE')}${said(' 页 共 ')}${counted('NUMPAGES')}${said(' 页')}`;
  const zip = new PizZip();
  const put = (name: string, xml: string): void => void zip.file(name, `${HEAD}\n${xml}`);
  put(
    '[Content_Types].xml',
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="${WORD}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${WORD}.styles+xml"/><Override PartName="/word/footer1.xml" ContentType="${WORD}.footer+xml"/></Types>`,
  );
  put(
    '_rels/.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`,
  );
  put(
    'word/_rels/document.xml.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="${OFFICE}/footer" Target="footer1.xml"/></Relationships>`,
  );
  put('word/document.xml', `<w:document ${W} ${R}><w:body>${body}${section}</w:body></w:document>`);
  put(
    'word/styles.xml',
    `<w:styles ${W}><w:docDefaults><w:rPrDefault><w:rPr>${fonts('宋体')}<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>`,
  );
  put('word/footer1.xml', `<w:ftr ${W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>${footer}</w:p></w:ftr>`);
  return zip.generate({ type: 'uint8array' });
}
