import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../audit-log';
import { frame, syslogMessage, testMessage } from './syslog';

const entry: AuditEntry = {
  id: '11111111-1111-4111-8111-111111111111',
  organisationId: '22222222-2222-4222-8222-222222222222',
  seq: 7,
  at: new Date('2026-11-21T12:00:00.123Z'),
  actorId: 'a',
  actorName: 'Ida "the boss" [x] \\',
  onBehalfOfId: null,
  onBehalfOfName: null,
  action: 'pbx.update',
  targetKind: 'pbx',
  targetId: 'p',
  targetName: 'Zürich\n<14>1 forged',
  pbxId: null,
  before: null,
  after: { name: 'ü' },
  reason: null,
  result: 'denied',
  requestId: 'r',
  address: '192.0.2.1',
  previousHash: 'f'.repeat(64),
  hash: '0'.repeat(64),
};

describe('an entry as a syslog message', () => {
  it('follows RFC 5424: header, structured data with escapes, text with a byte order mark', () => {
    expect(syslogMessage(entry, 'gateway one').toString('utf8')).toBe(
      '<108>1 2026-11-21T12:00:00.123Z gatewayone switchroom - pbx.update ' +
        '[switchroom@32473 organisation="22222222-2222-4222-8222-222222222222" seq="7" ' +
        'id="11111111-1111-4111-8111-111111111111" actorId="a" actor="Ida \\"the boss\\" [x\\] \\\\" action="pbx.update" ' +
        'targetKind="pbx" targetId="p" target="Zürich <14>1 forged" result="denied" requestId="r" address="192.0.2.1" ' +
        `previousHash="${'f'.repeat(64)}" hash="${'0'.repeat(64)}"] \uFEFF{"before":null,"after":{"name":"ü"}}`,
    );
  });

  it.each([
    ['allowed', 110],
    ['failed', 108],
  ] as const)('says how grave it is: %s', (result, priority) => {
    expect(syslogMessage({ ...entry, result }).toString('utf8')).toMatch(new RegExp(`^<${priority}>1 `));
  });

  it('stays within what receivers take, and says that something was left out', () => {
    const text = syslogMessage({ ...entry, after: 'x'.repeat(10_000) });
    expect(text.length).toBeLessThan(8192);
    expect(text.toString('utf8')).toMatch(/\{"tooLong":10026\}$/);
  });

  it('is counted in octets, not in characters', () => {
    expect(frame(Buffer.from('ü')).toString('utf8')).toBe('2 ü');
  });

  it('can be one that says nothing', () => {
    expect(testMessage(entry.at, 'Ida', 'h').toString('utf8')).toBe(
      '<110>1 2026-11-21T12:00:00.123Z h switchroom - test [switchroom@32473 actor="Ida"] \uFEFFSwitchroom test message',
    );
  });
});
