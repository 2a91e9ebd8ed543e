/** A message's plaintext, XML or JSON, as one kind of tree that cannot be polluted: names are values, never keys. */
import { XMLParser } from 'fast-xml-parser';
import { decodeEntities, scanXml } from './scan-xml.js';

export type Element = { readonly name: string; readonly text: string; readonly children: readonly Element[] };

const MAX_DEPTH = 32;

/** The root element, or null for whatever is not one small well-formed document. Never throws. */
export function readElement(plain: string): Element | null {
  return looksLikeJson(plain) ? fromJson(plain) : fromXml(plain);
}

export const looksLikeJson = (plain: string): boolean => /^[\s\ufeff]*\{/.test(plain);

/** Names are compared without case and underscores, for newer callbacks write them their own way. */
export function plainName(name: string): string {
  const lower = name.toLowerCase();
  return lower.includes('_') ? lower.replaceAll('_', '') : lower;
}

/** The first child of that name. */
export function child(parent: Element, name: string): Element | null {
  const wanted = plainName(name);
  return parent.children.find((element) => plainName(element.name) === wanted) ?? null;
}

/** All children of that name, in order. */
export function childrenNamed(parent: Element, name: string): readonly Element[] {
  const wanted = plainName(name);
  return parent.children.filter((element) => plainName(element.name) === wanted);
}

/** The text of the first child of that name; '' if there is none. */
export const textOf = (parent: Element, name: string): string => child(parent, name)?.text ?? '';

/** Calls back for each element without children, with its depth below the root. */
export function eachLeaf(
  element: Element,
  onLeaf: (name: string, value: string, depth: number) => void,
  depth = 0,
): void {
  if (element.children.length === 0) onLeaf(element.name, element.text, depth);
  for (const next of element.children) eachLeaf(next, onLeaf, depth + 1);
}

/** Every leaf by its path below the root (`ScanCodeInfo/ScanType`); what repeats is joined by `|`. No prototype. */
export function leafFields(root: Element): Readonly<Record<string, string>> {
  const fields = Object.create(null) as Record<string, string>;
  const walk = (element: Element, path: string): void => {
    for (const next of element.children) walk(next, path === '' ? next.name : `${path}/${next.name}`);
    if (element.children.length > 0 || path === '') return;
    const before = fields[path];
    fields[path] = before === undefined ? element.text : `${before}|${element.text}`;
  };
  walk(root, '');
  return fields;
}

const parser = new XMLParser({
  preserveOrder: true,
  cdataPropName: '#cdata',
  parseTagValue: false,
  processEntities: false,
  ignoreAttributes: true,
  trimValues: false,
  ignoreDeclaration: true,
  maxNestedTags: MAX_DEPTH + 1,
});

function fromXml(xml: string): Element | null {
  // The strict scan refuses DOCTYPE, entities, depth and sheer number, so the parser only ever sees tame documents.
  if (!scanXml(xml, () => undefined)) return null;
  try {
    const nodes = (parser.parse(xml) as readonly XmlNode[]).map(elementOf).filter((node) => node !== null);
    return nodes[0] ?? null;
  } catch {
    return null;
  }
}

/** One key beside attributes: the element's name with its nodes, or `#text` with a string, or `#cdata`. */
type XmlNode = Readonly<Record<string, unknown>>;

function elementOf(node: XmlNode): Element | null {
  const entry = Object.entries(node).find(([key]) => key !== ':@');
  if (entry === undefined || entry[0].startsWith('#') || !Array.isArray(entry[1])) return null;
  const nodes = entry[1] as readonly XmlNode[];
  const children = nodes.map(elementOf).filter((next) => next !== null);
  return { name: entry[0], text: children.length > 0 ? '' : nodes.map(textOfNode).join(''), children };
}

function textOfNode(node: XmlNode): string {
  if (typeof node['#text'] === 'string') return decodeEntities(node['#text']);
  const cdata = node['#cdata'];
  if (!Array.isArray(cdata)) return '';
  return (cdata as readonly XmlNode[]).map((part) => (typeof part['#text'] === 'string' ? part['#text'] : '')).join('');
}

function fromJson(json: string): Element | null {
  try {
    return elementOfJson('xml', JSON.parse(json.replace(/^\ufeff/, '')), 0)[0] ?? null;
  } catch {
    return null;
  }
}

/** A list becomes that many elements of one name, as XML writes it. */
function elementOfJson(name: string, value: unknown, depth: number): readonly Element[] {
  if (depth > MAX_DEPTH) throw new RangeError('nested too deeply');
  if (Array.isArray(value)) return value.flatMap((item: unknown) => elementOfJson(name, item, depth + 1));
  if (typeof value === 'object' && value !== null) {
    return [
      { name, text: '', children: Object.entries(value).flatMap(([key, item]) => elementOfJson(key, item, depth + 1)) },
    ];
  }
  return [{ name, text: scalarText(value), children: [] }];
}

/** A number that JavaScript could not hold exactly is no id any more: it is left out rather than confused with another. */
function scalarText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value) ? '' : String(value);
  return typeof value === 'boolean' ? String(value) : '';
}
