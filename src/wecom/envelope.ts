/**
 * The outside of a callback: `<xml>…<Encrypt>…</Encrypt></xml>`, or `{"encrypt":"…"}` in newer ones.
 * Exactly one Encrypt, at any depth in XML, at the top in JSON with its key in any case; else null.
 */
import { scanXml } from './scan-xml.js';

export function findEncrypt(body: Buffer | string): string | null {
  // What is looked for is base64; Latin-1 is the cheapest reading that leaves it whole.
  const text = typeof body === 'string' ? body : body.toString('latin1');
  return /^[\s\u00ef\u00bb\u00bf]*\{/.test(text) ? encryptOfJson(body.toString()) : encryptOfXml(text);
}

function encryptOfXml(xml: string): string | null {
  let found: string | null = null;
  let count = 0;
  const wellFormed = scanXml(xml, (name, value) => {
    if (name !== 'Encrypt') return;
    found = value.trim();
    count++;
  });
  return wellFormed && count === 1 ? found : null;
}

function encryptOfJson(json: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(json.replace(/^\ufeff/, ''));
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const found = Object.entries(value).filter(([key]) => key.toLowerCase() === 'encrypt');
  const encrypt = found.length === 1 ? found[0]?.[1] : null;
  return typeof encrypt === 'string' ? encrypt : null;
}
