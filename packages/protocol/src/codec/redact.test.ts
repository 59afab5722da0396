import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixtureFrames } from '../../fixtures/index';
import { isSecretName, REDACTED, redact, redactFrame } from './redact';

const SECRETS = [
  'pwd',
  'password',
  'digest',
  'key',
  'salt',
  'turnPwd',
  'nonce',
  'challenge',
  'sessionKey',
  'session_key',
  'appPassword',
  'managerPwd',
  'client-secret',
  'PWD',
];
const HARMLESS = [
  'mt',
  'api',
  'src',
  'cn',
  'h323',
  'guid',
  'apps',
  'url',
  'error',
  'errorText',
  'monkey',
  'keyboard',
  'pbxObj',
];

/** A random secret that no ordinary text contains. */
const canary = fc.uuid().map((id) => `canary-${id}`);

/** Objects of any shape, with a hole for the secret somewhere inside. */
function around(inner: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      inner,
      fc
        .tuple(fc.constantFrom(...HARMLESS), tie('tree'), fc.jsonValue({ maxDepth: 1 }))
        .map(([name, value, other]) => ({ other, [name]: value })),
      fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
      tie('tree').map((value) => ({ info: JSON.stringify({ value }) })),
    ),
  }));
  return tree;
}

describe('canary', () => {
  test('a secret in a secret field never appears, at any depth, in any type', () => {
    const inner = fc
      .tuple(fc.constantFrom(...SECRETS), canary, fc.constantFrom(0, 1, 2))
      .map(([name, secret, shape]) => ({
        [name]: shape === 0 ? secret : shape === 1 ? [secret] : { deep: { secret } },
      }));
    fc.assert(
      fc.property(around(inner), (value) => {
        const text = JSON.stringify({ mt: 'X', value });
        expect(text).toContain('canary-');
        expect(redactFrame(text)).not.toContain('canary-');
        expect(JSON.stringify(redact({ value }))).not.toContain('canary-');
      }),
      { numRuns: 1000 },
    );
  });

  test('a secret inside XML, a query string or broken JSON never appears', () => {
    const carriers: ((name: string, secret: string) => string)[] = [
      (name, secret) => `<pseudo type="app"><app url="u" ${name}="${secret}"/></pseudo>`,
      (name, secret) => `<user><${name} a="1">${secret}</${name}></user>`,
      (name, secret) => `https://gw/app?mt=AppLogin&${name}=${secret}&sip=ann`,
      (name, secret) => `{"${name}":"${secret}"`,
    ];
    fc.assert(
      fc.property(fc.constantFrom(...carriers), fc.constantFrom(...SECRETS), canary, (carrier, name, secret) => {
        expect(JSON.stringify(redact({ pseudo: carrier(name, secret) }))).not.toContain(secret);
      }),
    );
  });
});

test('secrets of every recorded frame are gone, and nothing else is', () => {
  for (const { text } of fixtureFrames) {
    const compare = (before: unknown, after: unknown, name: string): void => {
      if (isSecretName(name) && before !== null) expect(after).toBe(REDACTED);
      else if (typeof before === 'object' && before !== null) {
        for (const [key, value] of Object.entries(before)) compare(value, (after as Record<string, unknown>)[key], key);
      } else expect(after).toEqual(before);
    };
    compare(JSON.parse(text), JSON.parse(redactFrame(text)), '');
  }
});

test('names are judged without case and separators, by the whole name', () => {
  for (const name of SECRETS) expect(isSecretName(name)).toBe(true);
  for (const name of HARMLESS) expect(isSecretName(name)).toBe(false);
});

test('a frame that is not JSON is named by its length only', () => {
  expect(redactFrame('{"pwd":"hunter2')).toBe('[frame of 15 characters, not a JSON object]');
  expect(redactFrame('"hunter2"')).not.toContain('hunter2');
});

// Quadratic time would take minutes here, so the deadline of the test tells it from a busy machine.
test('time stays linear and depth bounded, whatever the text', { timeout: 60_000 }, () => {
  for (const text of [
    'a'.repeat(500_000),
    '<a '.repeat(150_000),
    'a = '.repeat(100_000),
    '<a>'.repeat(150_000),
    ' '.repeat(500_000),
  ]) {
    expect(redact({ x: `${text}=`, y: `x=${text}`, z: `<${text}` })).toHaveProperty('z');
  }
  let deep: unknown = { pwd: 'canary' };
  for (let i = 0; i < 10_000; i += 1) deep = [deep];
  expect(JSON.stringify(redact(deep))).not.toContain('canary');
});
