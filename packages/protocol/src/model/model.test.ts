import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../codec/decode';
import { encodeFrame } from '../codec/encode';
import { matchResult } from '../codec/match';
import { GetObject, UpdateObject } from '../messages/pbx-admin-objects';
import { readLoginInfo } from './app-info';
import { CALL_PHASES, callStateNumber, isCallOver, readCallState } from './call-state';
import { formatCommaList, parseCommaList, sameListItems, withListItem, withoutListItem } from './comma-list';
import { licenceCovers, readLicence } from './licence';
import { readPseudo } from './pseudo';
import { parsePseudoXml } from './pseudo-xml';
import { readTemplate, type Template, templateLineage, templatesGiving, templateUpdateFields } from './template';

describe('comma lists', () => {
  test('are read tolerantly and keep their order', () => {
    expect(parseCommaList(' b ,a,,b, c')).toEqual(['b', 'a', 'c']);
    for (const empty of ['', ' , ', undefined, null]) expect(parseCommaList(empty)).toEqual([]);
    expect(withListItem('b,a', 'c')).toBe('b,a,c');
    expect(withListItem('b,a', 'b')).toBe('b,a');
    expect(withListItem('', 'x')).toBe('x');
    expect(withoutListItem('b,a,c', 'a')).toBe('b,c');
    expect(withoutListItem('ab', 'a')).toBe('ab');
    expect(() => formatCommaList(['a,b'])).toThrow('a,b');
  });

  test('laws', () => {
    const item = fc.stringMatching(/^[a-z]{1,3}$/);
    const list = fc.array(item, { maxLength: 6 });
    fc.assert(
      fc.property(list, item, (items, one) => {
        const text = formatCommaList(items);
        expect(parseCommaList(text)).toEqual([...new Set(items)]);
        expect(formatCommaList(parseCommaList(text))).toBe(text);
        expect(sameListItems(text, items.toReversed().join(','))).toBe(true);
        expect(sameListItems(withoutListItem(text, one), text)).toBe(!items.includes(one));
        expect(parseCommaList(withListItem(text, one))).toContain(one);
        expect(parseCommaList(withoutListItem(text, one))).not.toContain(one);
      }),
    );
  });
});

describe('templates', () => {
  const read = (fields: object, parents?: string[]): Template | undefined => {
    const result = matchResult(
      decodeFrame(JSON.stringify({ mt: 'GetObjectResult', api: 'PbxAdminApi', ...fields })),
      GetObject,
    );
    if (!result) throw new Error('not a GetObjectResult');
    return readTemplate(result, parents);
  };
  const template = (cn: string, apps: string[], parents: string[]): [string, Template] => [
    cn,
    { guid: cn, cn, apps, parents, licences: {} },
  ];

  test('apps, parents and own licences', () => {
    expect(
      read({
        guid: '1',
        cn: 'Config User',
        apps: 'users,calendar',
        config: 'Config All',
        uclic: true,
        fax: 'false',
        video: -1,
        pseudo: { type: 'config' },
      }),
    ).toEqual({
      guid: '1',
      cn: 'Config User',
      apps: ['users', 'calendar'],
      parents: ['Config All'],
      licences: { uclic: true, fax: false },
    });
    expect(read({ guid: '1', config: ['a', 'b'] })?.parents).toEqual(['a', 'b']);
    expect(read({ guid: '1', config: 'a' }, ['x', 'y'])?.parents).toEqual(['x', 'y']);
    expect(read({})).toBeUndefined();
  });

  test('only what changes is sent; null hands a licence back to the parents', () => {
    const fields = templateUpdateFields({ licences: { fax: null, uclic: true, mobility: false } });
    expect(fields).toEqual({ fax: -1, uclic: true, mobility: false });
    expect(JSON.parse(encodeFrame(UpdateObject, fields))).toMatchObject(fields);
    expect(templateUpdateFields({ apps: ['b', 'a'] })).toEqual({ apps: 'b,a' });
    expect(templateUpdateFields({})).toEqual({});
  });

  test('what is inherited, circles and unknown parents included', () => {
    const templates = new Map([
      template('user', [], ['sales', 'all']),
      template('sales', ['crm'], ['all', 'gone']),
      template('all', ['users'], ['user']),
      template('other', ['fax'], []),
    ]);
    expect(templateLineage('user', templates).map(({ cn }) => cn)).toEqual(['user', 'sales', 'all']);
    expect(templateLineage('gone', templates)).toEqual([]);
    expect(templatesGiving('fax', templates).map(({ cn }) => cn)).toEqual(['other']);
    expect(templatesGiving('crm', templates).map(({ cn }) => cn)).toEqual(['user', 'sales', 'all']);
  });
});

describe('pseudo XML', () => {
  test('elements, attributes, entities', () => {
    const source =
      '<?xml version="1.0"?><!-- a <b> --><pseudo type="app"> <app url=\'a&amp;b&#x41;&#66;&unknown;\' x="1 > 0"/><t>text</t></pseudo> ';
    expect(parsePseudoXml(source)).toEqual({
      name: 'pseudo',
      attributes: { type: 'app' },
      children: [
        { name: 'app', attributes: { url: 'a&bAB&unknown;', x: '1 > 0' }, children: [] },
        { name: 't', attributes: {}, children: [] },
      ],
    });
  });

  test.each([
    '',
    'text',
    '<',
    '<a>',
    '</a>',
    '<a></b>',
    '<a/><b/>',
    '<a><a>',
    '<a b="1/>',
    '<a <b/>',
    '<!-- <a/>',
    `${'<a>'.repeat(20)}${'</a>'.repeat(20)}`,
  ])('not one element: %j', (source) => {
    expect(parsePseudoXml(source)).toBeUndefined();
    expect(readPseudo(source)).toEqual({ type: '' });
  });

  test('attributes from XML never reach a prototype', () => {
    const root = parsePseudoXml('<pseudo __proto__="x" constructor="y"/>');
    expect(Object.keys(root?.attributes ?? {})).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(root?.attributes)).toBe(Object.prototype);
  });

  test('never throws, and is bounded in size', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'<>/="\'a &;#x!-?'.split('')) }), (source) =>
        ['undefined', 'object'].includes(typeof parsePseudoXml(source)),
      ),
      { numRuns: 2000 },
    );
    for (const part of ['<a ', '<a', '<!--x>', '<a b="', 'a', '<a>', '&#1', '<a b=', '"', '<a b="" '])
      parsePseudoXml(part.repeat(60_000).slice(0, 65_536));
    parsePseudoXml(`<a ${'b'.repeat(60_000)}/>`);
    expect(parsePseudoXml(`<a b="${'x'.repeat(70_000)}"/>`)).toBeUndefined();
  });

  test('what is neither object nor text is a user', () => {
    for (const value of [undefined, null, 5, [], true]) expect(readPseudo(value)).toEqual({ type: '' });
    expect(readPseudo({ type: 'executive' })).toEqual({ type: 'executive', raw: { type: 'executive' } });
  });
});

describe('licences', () => {
  test('amounts from texts and numbers; what is not told is not zero', () => {
    expect(readLicence({ name: 'Port', version: '13', count: '0', used: 3, local: '3', slaves: '' })).toEqual({
      name: 'Port',
      kind: 'pbx',
      version: '13',
      count: 0,
      used: 3,
      local: 3,
      slaves: undefined,
    });
    expect(readLicence({ name: 'App(innovaphone-working)' })).toMatchObject({
      kind: 'app',
      app: 'innovaphone-working',
    });
    expect(readLicence({ name: 'Service(example-service)', version: 13 })).toMatchObject({
      kind: 'service',
      app: 'example-service',
      version: '13',
    });
    expect(readLicence({}).count).toBeUndefined();
  });

  test('are compared by their head', () => {
    const licence = readLicence({ name: 'App(example-app)' });
    expect(licenceCovers(licence, 'app', 'example-app')).toBe(true);
    expect(licenceCovers(licence, 'app', 'example-app-light')).toBe(true);
    expect(licenceCovers(licence, 'app', 'example')).toBe(false);
    expect(licenceCovers(licence, 'service', 'example-app')).toBe(false);
    expect(licenceCovers(readLicence({ name: 'App()' }), 'app', 'x')).toBe(false);
    expect(licenceCovers(readLicence({ name: 'Port' }), 'app', 'Port')).toBe(false);
  });
});

describe('call state', () => {
  test.each([
    [1, 'setup', 'from-user', false],
    [4, 'alert', 'from-user', false],
    [5, 'connected', 'from-user', false],
    [129, 'setup', 'to-user', false],
    [132, 'alert', 'to-user', false],
    [133, 'connected', 'to-user', false],
    [261, 'connected', 'from-user', true],
    [389, 'connected', 'to-user', true],
    [8, 'parked', 'from-user', false],
    [15, 'unknown', 'from-user', false],
  ])('%i', (state, phase, direction, hold) => {
    expect(readCallState(state)).toMatchObject({ phase, direction, hold, held: false, waiting: false });
  });

  test('number and meaning are inverse', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CALL_PHASES),
        fc.record({ toUser: fc.boolean(), hold: fc.boolean(), held: fc.boolean(), waiting: fc.boolean() }),
        (phase, options) => {
          const { toUser, ...flags } = options;
          expect(readCallState(callStateNumber(phase, options))).toEqual({
            phase,
            direction: toUser ? 'to-user' : 'from-user',
            ...flags,
          });
        },
      ),
    );
  });

  test('a call is over by either sign', () => {
    expect(isCallOver({ del: true })).toBe(true);
    expect(isCallOver({ msg: 'del' })).toBe(true);
    expect(isCallOver({ msg: 'r-rel', del: false })).toBe(false);
  });
});

test('login info: read from anything', () => {
  expect(
    readLoginInfo({
      appobj: 'users',
      unlicensed: true,
      lics: '5',
      groups: ['a', 1],
      apps: [{ name: 'x' }, { dn: 'y' }, null],
    }),
  ).toMatchObject({
    appobj: 'users',
    unlicensed: true,
    testmode: false,
    lics: 5,
    groups: ['a'],
    apps: [{ name: 'x' }],
  });
  fc.assert(fc.property(fc.jsonValue(), (value) => typeof readLoginInfo(value) === 'object'));
});
