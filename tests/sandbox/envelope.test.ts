import * as other from '@wecom/crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decrypt, elementText, encrypt, signature, toXml } from '../../src/sandbox/envelope.js';

const published = {
  keys: { token: 'QDG6eK', aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' },
  corpId: 'wx5823bf96d3bd56c7',
  timestamp: '1409659589',
  nonce: '263014780',
  echostr: 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==',
};

describe('the envelope of a callback', () => {
  test('the published vector has the published signature and plaintext', () => {
    const { keys, timestamp, nonce, echostr, corpId } = published;
    expect(signature(keys.token, timestamp, nonce, echostr)).toBe('5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3');
    expect(decrypt(keys, echostr)).toEqual({ plain: '1616140317555161061', receiver: corpId });
  });

  test('what is encrypted here is opened by another implementation, and the other way round', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const { keys, corpId } = published;
        expect(other.decrypt(keys.aesKey, encrypt(keys, text, corpId))).toMatchObject({ message: text, id: corpId });
        expect(decrypt(keys, other.encrypt(keys.aesKey, text, corpId))).toEqual({ plain: text, receiver: corpId });
      }),
    );
  });

  test('a ciphertext is padded to whole blocks of 32 bytes', () => {
    for (let length = 0; length < 40; length += 1) {
      const bytes = Buffer.from(encrypt(published.keys, 'x'.repeat(length), published.corpId), 'base64');
      expect(bytes.length % 32).toBe(0);
    }
  });

  test('XML keeps text that looks like XML, and repeats an element for each entry of a list', () => {
    const xml = toXml({ Content: '<b>]]>&', CreateTime: 5, OptionIds: { OptionId: ['a', 'b'] } });
    expect(xml).toBe(
      '<xml><Content><![CDATA[<b>]]]]><![CDATA[>&]]></Content><CreateTime>5</CreateTime>' +
        '<OptionIds><OptionId><![CDATA[a]]></OptionId><OptionId><![CDATA[b]]></OptionId></OptionIds></xml>',
    );
    expect(elementText(xml, 'CreateTime')).toBe('5');
    expect(elementText(xml, 'Missing')).toBeUndefined();
  });
});
