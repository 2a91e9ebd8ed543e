/**
 * A strict, linear look at WeCom's small XML: elements, text and CDATA, nothing else. It is what runs before the 200,
 * and the guard in front of the full parser, so every limit stands here.
 */
const MAX_DEPTH = 32;
const MAX_ELEMENTS = 4096;
const CDATA = '<![CDATA[';
/** An element's name, from where it begins. */
const NAME = /[A-Za-z_][\w.:-]{0,63}/y;
const BLANK = /\s/;

/** Told of each element without child elements; the root has depth 0, its children 1. */
export type OnLeaf = (name: string, value: string, depth: number) => void;

/**
 * Walks the document once and tells `onLeaf` of every leaf, in order.
 * Returns false, perhaps after some leaves were told, for whatever is not one well-formed root element: DOCTYPE,
 * entities of its own, comments, processing instructions, more than 32 levels or 4096 elements. Never throws.
 */
export function scanXml(xml: string, onLeaf: OnLeaf): boolean {
  let position = startOfRoot(xml);
  if (position < 0) return false;
  const open: string[] = [];
  let elements = 0;
  let value = '';
  /** Whether the element that was opened last has had no child yet. */
  let leaf = false;
  while (position < xml.length) {
    const tag = xml.indexOf('<', position);
    if (open.length === 0 && elements > 0) return tag < 0 && isBlank(xml, position);
    if (tag < 0) return false;
    if (leaf && tag > position) value += decodeEntities(xml.slice(position, tag));
    if (xml.startsWith(CDATA, tag)) {
      const end = open.length > 0 ? xml.indexOf(']]>', tag + CDATA.length) : -1;
      if (end < 0) return false;
      if (leaf) value += xml.slice(tag + CDATA.length, end);
      position = end + 3;
      continue;
    }
    const end = xml.indexOf('>', tag);
    if (end < 0) return false;
    position = end + 1;
    if (xml.startsWith('</', tag)) {
      const name = open.pop();
      if (name === undefined || !xml.startsWith(name, tag + 2)) return false;
      const after = tag + 2 + name.length;
      if (after > end || xml.slice(after, end).trimEnd() !== '') return false;
      if (leaf) onLeaf(name, value, open.length);
      leaf = false;
      continue;
    }
    const selfClosing = xml[end - 1] === '/';
    const name = nameOfStart(xml, tag + 1, selfClosing ? end - 1 : end);
    if (name === null || open.length >= MAX_DEPTH || ++elements > MAX_ELEMENTS) return false;
    if (selfClosing) {
      onLeaf(name, '', open.length);
      leaf = false;
    } else {
      open.push(name);
      value = '';
      leaf = true;
    }
  }
  return open.length === 0 && elements > 0;
}

/** The name in a start tag; attributes behind it are passed over. Null: it is none. */
function nameOfStart(xml: string, from: number, end: number): string | null {
  NAME.lastIndex = from;
  if (!NAME.test(xml)) return null;
  const after = NAME.lastIndex;
  if (after > end) return null;
  if (after < end && (!BLANK.test(xml.charAt(after)) || xml.slice(after, end).includes('<'))) return null;
  return xml.slice(from, after);
}

/** The five entities that XML itself knows; any other is left as it stands, for nothing is ever looked up. */
export function decodeEntities(text: string): string {
  return text.includes('&')
    ? text.replace(/&(?:amp|lt|gt|quot|apos);/g, (entity) => ENTITIES.get(entity) ?? entity)
    : text;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
]);

/** Where the root's `<` must be: past blanks, a byte order mark (also read as Latin-1) and the XML declaration. */
function startOfRoot(xml: string): number {
  let position = xml.startsWith('\u00ef\u00bb\u00bf') ? 3 : 0;
  position = skipBlanks(xml, position);
  if (xml.startsWith('<?xml ', position)) {
    const end = xml.indexOf('?>', position);
    if (end < 0) return -1;
    position = skipBlanks(xml, end + 2);
  }
  return xml[position] === '<' ? position : -1;
}

function skipBlanks(text: string, from: number): number {
  let position = from;
  while (position < text.length && ' \t\r\n\ufeff'.includes(text.charAt(position))) position++;
  return position;
}

const isBlank = (text: string, from: number): boolean => skipBlanks(text, from) === text.length;
