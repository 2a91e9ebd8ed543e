import { encrypt as libraryEncrypt } from '@wecom/crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_BODY_BYTES, makeCallbackGate } from '../../src/wecom/callback.js';
import { CONFIG, NOW_MS, NOW_S, VECTOR, delivery, seal, sealRaw, signed, xmlBody } from './envelopes.js';

const gate = makeCallbackGate(CONFIG);
const ageless = makeCallbackGate({ ...CONFIG, maxAgeS: 0 });
const undecipherable = { kind: 'refused', status: 400, reason: 'undecipherable' };
const open = (request: Parameters<typeof gate.open>[0]) => gate.open(request, NOW_MS);

describe('the verification of the address', () => {
  const query = {
    msg_signature: VECTOR.signature,
    timestamp: VECTOR.timestamp,
    nonce: VECTOR.nonce,
    echostr: VECTOR.echostr,
  };

  it('answers the published vector with its plaintext', () => {
    expect(ageless.verify(query, NOW_MS)).toMatchObject({ kind: 'message', plain: VECTOR.plain });
  });
  it('takes an echostr whose plus signs arrived as spaces', () => {
    const spaced = { ...query, echostr: VECTOR.echostr.replaceAll('+', ' ') };
    expect(ageless.verify(spaced, NOW_MS)).toMatchObject({ kind: 'message', plain: VECTOR.plain });
  });
  it('refuses the vector, years old, where an age is set', () => {
    expect(gate.verify(query, NOW_MS)).toEqual({ kind: 'refused', status: 401, reason: 'stale' });
  });
  it('refuses what has no echostr, no signature, or a parameter twice', () => {
    const { echostr: _, ...bare } = query;
    expect(ageless.verify(bare, NOW_MS)).toMatchObject({ status: 400 });
    expect(ageless.verify({ echostr: VECTOR.echostr }, NOW_MS)).toMatchObject({ status: 401 });
    expect(ageless.verify({ ...query, nonce: ['1', '2'] }, NOW_MS)).toMatchObject({ status: 401 });
  });
});

describe('a callback', () => {
  it('opens what the platform sealed, in XML with or without CDATA, and in JSON with keys in any case', () => {
    const encrypt = seal({ message: '<xml>维修很满意😀</xml>' });
    const query = signed(encrypt);
    const bodies = [
      xmlBody(encrypt),
      `\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<xml>\n  <Encrypt>\n${encrypt}\n</Encrypt>\n</xml>\n`,
      `<xml><Deeper><Encrypt>${encrypt}</Encrypt></Deeper></xml>`,
      JSON.stringify({ tousername: CONFIG.corpId, encrypt, agentid: '1' }),
      ` {"ToUserName":"x","Encrypt":${JSON.stringify(encrypt)}}`,
    ];
    for (const body of bodies) {
      const expected = { kind: 'message', plain: '<xml>维修很满意😀</xml>', signature: query.msg_signature };
      expect(open({ query, body })).toEqual(expected);
      expect(open({ query, body: Buffer.from(body) })).toEqual(expected);
    }
  });
  it('opens whatever the library sealed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (message) => {
        const encrypt = libraryEncrypt(CONFIG.aesKey, message, CONFIG.corpId);
        expect(open({ query: signed(encrypt), body: xmlBody(encrypt) })).toMatchObject({ plain: message });
      }),
    );
  });
  it('is refused with 401 when signature, token or signed part are not the right ones', () => {
    const encrypt = seal({});
    const query = signed(encrypt);
    const body = xmlBody(encrypt);
    const forged = [
      { ...query, msg_signature: 'f'.repeat(40) },
      { ...query, msg_signature: query.msg_signature.slice(1) },
      { ...query, msg_signature: `${query.msg_signature}0` },
      { ...query, msg_signature: 'é'.repeat(20) },
      { ...query, nonce: 'other' },
      signed(encrypt, String(NOW_S), 'n', 'other-token'),
    ];
    for (const wrong of forged) {
      expect(open({ query: wrong, body })).toEqual({ kind: 'refused', status: 401, reason: 'wrong-signature' });
    }
    for (const missing of ['msg_signature', 'timestamp', 'nonce']) {
      expect(open({ query: { ...query, [missing]: undefined }, body })).toMatchObject({ status: 401 });
    }
  });
  it('is refused with 401 when it is older, or further ahead, than the tolerance', () => {
    const encrypt = seal({});
    const at = (timestamp: string) => open({ query: signed(encrypt, timestamp), body: xmlBody(encrypt) });
    expect(at(String(NOW_S - 300)).kind).toBe('message');
    expect(at(String(NOW_S + 300)).kind).toBe('message');
    for (const wrong of [String(NOW_S - 301), String(NOW_S + 301), 'yesterday', '-1', '1e9', '9'.repeat(20)]) {
      expect(at(wrong)).toEqual({ kind: 'refused', status: 401, reason: 'stale' });
    }
  });
  it('is refused with 413 beyond one MiB, before anything else is looked at', () => {
    const refusal = { kind: 'refused', status: 413, reason: 'too-large' };
    expect(open({ query: {}, body: Buffer.alloc(MAX_BODY_BYTES + 1) })).toEqual(refusal);
    expect(open({ query: {}, body: '满'.repeat(MAX_BODY_BYTES / 3 + 1) })).toEqual(refusal);
    expect(open({ query: signed('x'), body: Buffer.alloc(MAX_BODY_BYTES) })).toMatchObject({ status: 400 });
  });
});

const fill = (length: number, value: number) => () => Buffer.alloc(length, value);
const one = (last: number) => (length: number) =>
  Buffer.concat([Buffer.alloc(length - 1, length), Buffer.from([last])]);

describe('one answer for every failed decryption', () => {
  const message = 'm'.repeat(20);
  const right = 32 - ((16 + 4 + message.length + CONFIG.corpId.length) % 32);

  it.each([
    ['padding 0', { message, padding: fill(right, 0) }],
    ['padding 33', { message, padding: fill(right, 33) }],
    ['padding 255', { message, padding: fill(right, 255) }],
    [
      'a padding of which only the last byte is right',
      { message, padding: () => Buffer.concat([Buffer.alloc(right - 1, 7), Buffer.from([right])]) },
    ],
    ['a last byte that says less than is there', { message, padding: one(1) }],
    ['length 0', { message, length: 0 }],
    ['a length one short', { message, length: message.length - 1 }],
    ['a length one long', { message, length: message.length + 1 }],
    ['a length over the end', { message, length: 4096 }],
    ['a length of 2^31', { message, length: 2 ** 31 }],
    ['a length of 2^32 - 1', { message, length: 2 ** 32 - 1 }],
    ['a foreign receiveid', { message, receiveId: 'ww0000000000000000' }],
    ['an empty receiveid', { message, receiveId: '' }],
    ['a receiveid with a tail', { message, receiveId: `${CONFIG.corpId}\0` }],
    ['a receiveid in capitals', { message, receiveId: CONFIG.corpId.toUpperCase() }],
  ])('%s', (_, parts) => {
    expect(open(delivery(parts))).toEqual(undecipherable);
  });
  it.each([
    ['no base64 at all', '!!!!'],
    ['half a block', Buffer.alloc(16).toString('base64')],
    ['a block and a half', sealRaw(Buffer.alloc(48, 16))],
    ['one block of padding', sealRaw(Buffer.alloc(32, 32))],
    ['too short for a length', sealRaw(Buffer.alloc(32, 14))],
    ['noise', Buffer.alloc(256, 0xa5).toString('base64')],
  ])('%s', (_, encrypt) => {
    expect(open({ query: signed(encrypt), body: xmlBody(encrypt) })).toEqual(undecipherable);
  });
  it('takes a whole block of padding, which is the right one for a full block', () => {
    const fitting = 'm'.repeat(64 - 20 - CONFIG.corpId.length);
    expect(open(delivery({ message: fitting }))).toMatchObject({ plain: fitting });
  });
  it('holds for every length field but the true one', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), (length) => {
        fc.pre(length !== message.length);
        expect(open(delivery({ message, length }))).toEqual(undecipherable);
      }),
    );
  });
});

describe('hostile bodies', () => {
  const query = signed('x');
  const refused = (body: string) => {
    const started = performance.now();
    expect(open({ query, body: Buffer.from(body) })).toMatchObject({ kind: 'refused', status: 400 });
    expect(performance.now() - started).toBeLessThan(1000);
  };

  it('refuses documents with a DOCTYPE, entities, comments or instructions', () => {
    const encrypt = seal({});
    const inside = `<Encrypt>${encrypt}</Encrypt>`;
    for (const body of [
      `<!DOCTYPE x [<!ENTITY a "b">]><xml>${inside}</xml>`,
      `<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml>${inside}</xml>`,
      `<xml><!-- -->${inside}</xml>`,
      `<xml><?php ?>${inside}</xml>`,
      `<xml><!ENTITY a SYSTEM "http://127.0.0.1/">${inside}</xml>`,
      `<xml>${inside}${inside}</xml>`,
      `<xml>${inside}</xml><xml/>`,
      `<xml>${inside}</lmx>`,
      `<xml>${inside}`,
      `{"encrypt":"a","Encrypt":"b"}`,
      `{"encrypt":{"__proto__":1}}`,
    ]) {
      refused(body);
    }
  });
  it('does not take an Encrypt that stands inside another text', () => {
    const encrypt = seal({});
    const body = `<xml><ToUserName><![CDATA[<Encrypt>${encrypt}</Encrypt>]]></ToUserName></xml>`;
    expect(open({ query: signed(encrypt), body })).toMatchObject({ reason: 'no-ciphertext' });
  });
  it('refuses bombs and depths within a second', () => {
    refused('<a>'.repeat(20_000));
    refused(`${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}`);
    refused(`<xml>${'<a/>'.repeat(200_000)}</xml>`);
    refused(`<xml><a><![CDATA[${'x'.repeat(500_000)}]]></a></xml>`);
    refused(`<xml>${'<![CDATA['.repeat(100_000)}`);
    refused('<'.repeat(1_000_000));
    refused(`<xml${' a="'.repeat(200_000)}`);
    refused(' '.repeat(1_000_000));
    refused(`{"a":${'['.repeat(20_000)}`);
    refused(`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`);
    refused('{"__proto__":{"encrypt":"x"},"constructor":{"encrypt":"y"}}');
  });
  it('never throws, whatever comes', () => {
    const anything = fc.record({
      query: fc.dictionary(fc.constantFrom('msg_signature', 'timestamp', 'nonce', '__proto__'), fc.anything()),
      body: fc.oneof(
        fc.string(),
        fc.uint8Array().map((bytes) => Buffer.from(bytes)),
        fc.json(),
      ),
    });
    fc.assert(fc.property(anything, (request) => open(request).kind === 'refused'));
    fc.assert(
      fc.property(fc.string(), (encrypt) => {
        expect(open({ query: signed(encrypt), body: JSON.stringify({ encrypt }) }).kind).toBe('refused');
      }),
    );
  });
});

describe('the gate', () => {
  it('is not built from a key, token or corp id that cannot be right', () => {
    for (const aesKey of ['', CONFIG.aesKey.slice(1), `${CONFIG.aesKey}=`, `${CONFIG.aesKey.slice(1)}*`]) {
      expect(() => makeCallbackGate({ ...CONFIG, aesKey })).toThrow(RangeError);
    }
    expect(() => makeCallbackGate({ ...CONFIG, token: '' })).toThrow(RangeError);
    expect(() => makeCallbackGate({ ...CONFIG, corpId: '' })).toThrow(RangeError);
  });
});
