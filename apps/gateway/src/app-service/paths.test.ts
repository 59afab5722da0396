import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isAppPath, parseAppPath } from './paths';

describe('the paths of the endpoint', () => {
  test.each([
    ['/app/example.com/site-1', { domain: 'example.com', instance: 'site-1', app: undefined, extension: undefined }],
    [
      '/app/example.com/site-1?x=/y',
      { domain: 'example.com', instance: 'site-1', app: undefined, extension: undefined },
    ],
    [
      '/app/example.com/site-1/attendant',
      { domain: 'example.com', instance: 'site-1', app: 'attendant', extension: undefined },
    ],
    ['/app/e.com/s/attendant.htm', { domain: 'e.com', instance: 's', app: 'attendant', extension: 'htm' }],
    ['/app/e.com/s/a.b.png', { domain: 'e.com', instance: 's', app: 'a.b', extension: 'png' }],
    ['/app/m%C3%BCller.de/s', { domain: 'müller.de', instance: 's', app: undefined, extension: undefined }],
  ])('%s is read', (url, expected) => {
    expect(parseAppPath(url)).toEqual(expected);
    expect(isAppPath(url)).toBe(true);
  });

  test.each([
    '/app',
    '/app/',
    '/app/x',
    '/app/x/',
    '/app//y',
    '/app/x/y/',
    '/app/x/y/z/w',
    '/app/x/%E0%A4%A',
    '/app/x/a%2Fb',
    `/app/x/${'y'.repeat(129)}`,
    '/trpc-ws',
    '',
    undefined,
  ])('%s names nothing', (url) => {
    expect(parseAppPath(url)).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        parseAppPath(`/app/${text}`);
        parseAppPath(text);
      }),
    );
    expect(isAppPath('/application/x/y')).toBe(false);
  });
});
