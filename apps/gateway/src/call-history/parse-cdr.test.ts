import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallFacts } from './call-record';
import { decodeCdr } from './cdr-xml';
import { parseCdr } from './parse-cdr';
import { cdr, guid } from './testing/cdrs';

const now = new Date('2026-11-21T12:00:00Z');
const utc = Date.UTC(2026, 10, 21, 11) / 1000;

function one(text: string): CallFacts {
  const found = parseCdr(text, now);
  if (typeof found === 'string' || found[0] === undefined) throw new Error(`no record: ${String(found)}`);
  return found[0];
}

describe('a call data record', () => {
  it('tells who was called by whom, when and for how long', () => {
    const conf = '9CE01D5B-1EE5-6701-E054-009033300CDB';
    expect(one(cdr({ id: 'AB'.repeat(16), guid: 'c'.repeat(32), conf, utc, group: 'Sales' }))).toMatchObject({
      source: 'cdr',
      recordId: 'ab'.repeat(16),
      conference: '9ce01d5b1ee56701e054009033300cdb',
      user: { guid: 'c'.repeat(32), name: 'ann', cn: 'Ann Ash', number: '201' },
      direction: 'in',
      remote: { number: '0471123456', name: 'Rosa Rio' },
      status: 'co',
      missed: false,
      further: false,
      cause: 16,
      startedAt: new Date('2026-11-21T11:00:00Z'),
      alertSeconds: 5,
      connectedSeconds: 20,
      callSeconds: 25,
      groups: [{ name: 'Sales', active: true }],
    });
  });

  it.each([
    ['rang and was not taken', { talk: 0, cause: 16 }, { status: 'al', missed: true, alertSeconds: 5 }],
    ['found the user busy', { alert: 0, talk: 0, cause: 17 }, { status: 'bu', missed: true }],
    ['did not come through', { alert: 0, talk: 0, cause: 1 }, { status: 'er', missed: true }],
    ['was taken by another device', { talk: 0, cause: 26 }, { status: 'al', missed: false, further: true }],
    ['has others that tell more', { more: true }, { status: 'co', further: true }],
    ['came from outside', { external: true }, { external: true }],
  ])('that %s', (_what, options, wanted) => {
    expect(one(cdr(options))).toMatchObject(wanted);
  });

  it('of a call that the user made names what was dialled, not where it ended', () => {
    const text = `<cdr id="1" guid="${guid()}" cn="A" e164="201" dir="from" utc="${utc}">
      <event msg="setup-from" time="10" conf="${guid()}"/>
      <event msg="info-from" time="11" e164="2"/><event msg="info-from" time="12" e164="203"/>
      <event msg="alert-to" time="12" e164="0167700" dn="Mobile" root="203"/>
      <event msg="conn-to" time="20" e164="0167700" root="203"/><event msg="rel-from" time="80" cause="16"/></cdr>`;
    expect(one(text)).toMatchObject({
      direction: 'out',
      remote: { number: '203' },
      alertSeconds: 8,
      connectedSeconds: 60,
    });
  });

  it('of a diversion or a transfer names where it led', () => {
    const flow = (dir: string) => `<cdr id="1" guid="${guid()}" cn="A" dir="${dir}" utc="${utc}">
      <event msg="setup-to" time="1" e164="200" conf="${guid()}"/>
      <event msg="${dir}-to" time="2" e164="200"><to e164="0167700" dn="Mobile"/></event><event msg="rel-to" time="9"/></cdr>`;
    expect(one(flow('cf'))).toMatchObject({ direction: 'forwarded', remote: { number: '0167700', name: 'Mobile' } });
    expect(one(flow('ct'))).toMatchObject({ direction: 'transferred', remote: { number: '0167700' } });
  });

  it('keeps nothing of who suppresses their number', () => {
    const facts = one(cdr({ clir: true, remote: { number: '0471999888', name: 'Hidden' } }));
    expect(facts).toMatchObject({ clir: true, remote: { number: null, name: null } });
    expect(JSON.stringify(facts)).not.toMatch(/0471999888|Hidden/);
  });

  it.each([0, 7200, -36_000, 43_200])('counts UTC, whatever the clock on the wall shows (%d s off)', (off) => {
    expect(one(cdr({ utc, local: utc + off })).startedAt.toISOString()).toBe('2026-11-21T11:00:00.000Z');
  });

  it('takes utc_stamp (ms) before utc', () => {
    const facts = one(cdr({ utc: 1, extra: ` utc_stamp="${utc * 1000 + 250}"` }));
    expect(facts.startedAt.toISOString()).toBe('2026-11-21T11:00:00.250Z');
  });

  it.each([0, 86_400, utc + 3 * 86_400])(
    'of a PBX whose clock is not set (%d) begins when it came, less its length',
    (wrong) => {
      const facts = one(cdr({ utc: wrong, alert: 5, talk: 55 }));
      expect([facts.timeIsKnown, facts.startedAt.toISOString()]).toEqual([false, '2026-11-21T11:59:00.000Z']);
    },
  );

  it('without an id has what it says for a name', () => {
    const text = cdr({ id: 'x', guid: guid(), conf: guid(), utc }).replace(' id="x"', '');
    expect(one(text).recordId).toBe(one(text).recordId);
    expect(one(text).recordId).not.toBe(one(text.replace('0471123456', '0471123457')).recordId);
  });

  it('of an object of the PBX itself is nobody’s call', () => {
    expect(parseCdr(cdr({ cn: '_MOH_' }), now)).toEqual([]);
  });

  it('may have what nobody knows yet', () => {
    const text = cdr({ utc, extra: ' next-gen="1" toString="2"' }).replace(
      '<user/>',
      '<user/><hologram a="1"><b/></hologram>',
    );
    expect(one(text).status).toBe('co');
  });

  it('comes alone, or with others that were kept', () => {
    const found = parseCdr(`<?xml version="1.0"?>\n${cdr()}\n${cdr()}`, now);
    expect(found).toHaveLength(2);
  });
});

describe('what is no record', () => {
  const whole = cdr({ utc });

  it('is refused at whatever place it was cut', () => {
    const body = whole.trimEnd();
    for (let length = 0; length < body.length; length += 1) {
      expect([length, typeof parseCdr(body.slice(0, length), now)]).toEqual([length, 'string']);
    }
    expect(parseCdr(body, now)).toHaveLength(1);
  });

  it.each([
    ['nothing', '', 'not-whole'],
    ['words', 'hello', 'not-whole'],
    ['another document', '<report/>', 'no-record'],
    ['a record of nobody', '<cdr id="1" utc="1"/>', 'no-record'],
    ['one whole and one of nobody', `${whole}<cdr/>`, 'no-record'],
    ['a document type', `<!DOCTYPE cdr>${whole}`, 'not-whole'],
    [
      'entities that double',
      `<!DOCTYPE c [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><cdr guid="1" cn="&b;" id="1"/>`,
      'not-whole',
    ],
    [
      'a file as an entity',
      `<!doctype c [<!ENTITY f SYSTEM "file:///etc/passwd">]><cdr guid="1" cn="&f;" id="1"/>`,
      'not-whole',
    ],
    ['depth', `${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`, 'not-whole'],
    ['a reserved name', '<cdr id="1" guid="2" __proto__="3"/>', 'not-whole'],
  ])('%s', (_what, text, problem) => {
    expect(parseCdr(text, now)).toBe(problem);
  });

  it('never throws, and never makes a record of noise', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.nat(whole.length), (noise, at) => {
        const found = parseCdr(whole.slice(0, at) + noise + whole.slice(at), now);
        expect(typeof found === 'string' || found.length <= 1).toBe(true);
        expect(Object.prototype).not.toHaveProperty('polluted');
      }),
    );
  });

  it('has bounded texts and flows', () => {
    const flow = '<event msg="info-from" time="1" e164="1"/>'.repeat(3000);
    const facts = one(`<cdr id="1" guid="2" cn="${'x'.repeat(5000)}">${flow}</cdr>`);
    expect([facts.user.cn?.length, facts.events.length]).toEqual([255, 500]);
  });
});

describe('the characters of a record', () => {
  const text = '<cdr cn="Müller &amp; S&#246;hne"/>';
  it.each([
    ['UTF-8', Buffer.from(text), undefined],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`), undefined],
    ['Latin-1 that says so', Buffer.from(text, 'latin1'), 'text/xml; charset=ISO-8859-1'],
    [
      'Latin-1 in its declaration',
      Buffer.from(`<?xml version="1.0" encoding="iso-8859-1"?>${text}`, 'latin1'),
      undefined,
    ],
    ['Latin-1 that says UTF-8', Buffer.from(text, 'latin1'), 'application/xml; charset=utf-8'],
  ])('are read as %s', (_what, body, type) => {
    const decoded = decodeCdr(body, type) ?? '';
    expect(decoded).toContain('Müller');
    const named = parseCdr(decoded.replace('<cdr', '<cdr id="1" guid="2"'), now);
    expect(named).toMatchObject([{ user: { cn: 'Müller & Söhne' } }]);
  });

  it('are not guessed in an encoding that no PBX uses', () => {
    expect(decodeCdr(Buffer.from(text, 'utf16le'), 'text/xml; charset=utf-16')).toBeUndefined();
  });
});
