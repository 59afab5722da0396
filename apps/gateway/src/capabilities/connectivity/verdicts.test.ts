import { describe, expect, it } from 'vitest';
import { clockFinding } from './calendar-trouble';
import { judgeExchange, schemesIn } from './probe-exchange';
import { judgeTokenAnswer } from './token-verdict';

const ews = new URL('https://mail.example.com/ews/exchange.asmx');
const plain = new URL('http://mail.example.com/ews/exchange.asmx');

describe('what an EWS address answers', () => {
  const codes = (
    status: number,
    { url = ews, schemes = [] as string[], location = null as string | null, body = '' } = {},
  ) => judgeExchange(url, status, schemes, location, body).map(({ code }) => code);

  it.each([
    [401, { schemes: ['Negotiate', 'NTLM'] }, ['authenticates']],
    [401, { schemes: ['NTLM', 'Basic'] }, ['authenticates', 'basic-offered']],
    [401, { schemes: ['basic'], url: plain }, ['authenticates', 'basic-over-http']],
    [401, {}, ['no-schemes']],
    [403, {}, ['forbidden']],
    [404, {}, ['wrong-path']],
    [405, {}, ['wrong-path']],
    [440, {}, ['login-page']],
    [200, { body: '<form><input name=p type="password"></form>' }, ['login-page']],
    [200, { body: '<a href="/owa/auth/logon.aspx?url=x">' }, ['login-page']],
    // Would take minutes if the search went back and forth.
    [200, { body: '<input'.repeat(170_000) }, ['open-answer']],
    [200, { body: 'You have created a service.' }, ['open-answer']],
    [301, { url: plain, location: 'https://mail.example.com/ews/exchange.asmx' }, ['redirect-to-https']],
    [302, { location: '/owa/auth/logon.aspx?url=ews' }, ['redirect-login']],
    [302, { location: 'https://sso.example.com/adfs/ls' }, ['redirect-login']],
    [302, { location: 'https://new.example.com/ews/exchange.asmx' }, ['redirect-elsewhere']],
    [302, { location: null }, ['status-other']],
    [302, { location: 'http://[' }, ['status-other']],
    [500, {}, ['server-error']],
    [503, {}, ['server-error']],
    [418, {}, ['status-other']],
  ])('%i with %o means %o', (status, facts, expected) => {
    expect(codes(status, facts)).toEqual(expected);
  });

  it('names the host of a redirect, and nothing else of it', () => {
    const [found] = judgeExchange(ews, 302, [], 'https://new.example.com:8443/x?token=secret', '');
    expect(found).toEqual({ code: 'redirect-elsewhere', params: { host: 'new.example.com:8443' } });
  });

  it.each([
    ['Negotiate, NTLM', ['Negotiate', 'NTLM']],
    ['Basic realm="mail, inside", Bearer authorization_uri="https://x/, y", NTLM', ['Basic', 'Bearer', 'NTLM']],
    ['Bearer client_id="0", trusted_issuers="a@*", token_types="app", authorization_uri="u"', ['Bearer']],
    ['Negotiate TlRMTVNTUAAC=, Basic realm="\\"quoted\\", Digest x"', ['Negotiate', 'Basic']],
    ['NTLM, NTLM', ['NTLM']],
    ['', []],
    [null, []],
  ])('reads the schemes of %s', (header, expected) => {
    expect(schemesIn(header)).toEqual(expected);
  });
});

const refusal = (error: string, number: number | undefined, extra: object = {}) =>
  JSON.stringify({
    error,
    ...(number === undefined ? {} : { error_description: `AADSTS${number}: <b>prose of Microsoft</b> Trace ID: 1` }),
    ...extra,
  });
const jwt = (claims: object) =>
  ['header', Buffer.from(JSON.stringify(claims)).toString('base64url'), 'signature'].join('.');

describe('what a token endpoint answers', () => {
  it.each([
    ['invalid_request', 90002, 'tenant-unknown'],
    ['invalid_request', 900023, 'tenant-malformed'],
    ['unauthorized_client', 700016, 'client-unknown'],
    ['unauthorized_client', 7000112, 'client-disabled'],
    ['invalid_client', 7000215, 'secret-wrong'],
    ['invalid_client', 7000222, 'secret-expired'],
    ['invalid_client', 7000216, 'secret-missing'],
    ['invalid_grant', 65001, 'consent-missing'],
    ['unauthorized_client', 7000229, 'consent-missing'],
    ['invalid_scope', 70011, 'scope-invalid'],
    ['invalid_scope', 1002012, 'scope-invalid'],
    ['invalid_resource', 500011, 'resource-unknown'],
    ['access_denied', 53003, 'access-blocked'],
    ['invalid_request', 50194, 'not-multi-tenant'],
    ['temporarily_unavailable', 90033, 'try-later'],
    ['invalid_client', 999999, 'client-refused'],
    ['made_up', 999999, 'request-refused'],
  ])('%s with AADSTS%i means %s', (error, number, code) => {
    const found = judgeTokenAnswer(400, refusal(error, number));
    expect(found).toEqual({
      errorCode: `AADSTS${number}`,
      token: undefined,
      findings: [{ code, params: { detail: `AADSTS${number}` } }],
    });
    expect(judgeTokenAnswer(401, refusal(error, undefined, { error_codes: [number] }))).toEqual(found);
  });

  it.each([
    ['invalid_client', 'client-refused'],
    ['invalid_scope', 'scope-invalid'],
    ['unauthorized_client', 'client-not-allowed'],
    ['unsupported_grant_type', 'client-not-allowed'],
    ['access_denied', 'access-blocked'],
    ['server_error', 'try-later'],
    ['invalid_request', 'request-refused'],
  ])('%s without a number means %s', (error, code) => {
    expect(judgeTokenAnswer(400, refusal(error, undefined)).findings.map((found) => found.code)).toEqual([code]);
  });

  it.each([
    [302, '', 'redirected'],
    [404, '<html>not here</html>', 'token-url-wrong'],
    [405, '', 'token-url-wrong'],
    [429, 'slow down', 'try-later'],
    [503, '', 'try-later'],
    [200, '<html>a login page</html>', 'not-json'],
    [200, '{}', 'no-token'],
    [200, '{"access_token":""}', 'no-token'],
    [200, '[]', 'no-token'],
    [200, 'null', 'no-token'],
  ])('%i with "%s" means %s', (status, body, code) => {
    expect(judgeTokenAnswer(status, body)).toMatchObject({ token: undefined, findings: [{ code }] });
  });

  it('says of a token what it allows, and hands none on', () => {
    const grant = (access_token: string) => JSON.stringify({ token_type: 'Bearer', expires_in: '3599', access_token });
    const aud = 'https://outlook.office365.com';
    const codes = (token: string) => judgeTokenAnswer(200, grant(token)).findings.map(({ code }) => code);
    const full = judgeTokenAnswer(200, grant(jwt({ aud, roles: ['full_access_as_app'] })));
    expect(full.findings).toEqual([{ code: 'token-given', params: {} }]);
    expect(full.token).toEqual({ expiresInSeconds: 3599, roles: ['full_access_as_app'], audience: aud });
    expect(codes(jwt({ aud }))).toEqual(['token-given', 'no-roles']);
    expect(codes(jwt({ aud, roles: ['Mail.Send'] }))).toEqual(['token-given', 'no-calendar-role']);
    expect(codes(jwt({ aud: 'https://graph.microsoft.com', roles: ['Calendars.Read'] }))).toEqual([
      'token-given',
      'audience-other',
    ]);
    expect(codes('opaque')).toEqual(['token-given']);
    expect(codes('a.b.c')).toEqual(['token-given']);
    expect(JSON.stringify(judgeTokenAnswer(200, grant('canary-token')))).not.toContain('canary-token');
  });

  it('reads no number out of words that are longer than one, and repeats no prose', () => {
    const found = judgeTokenAnswer(400, refusal('<script>', undefined, { error_description: 'AADSTS12345678901234' }));
    expect(found).toEqual({
      errorCode: undefined,
      token: undefined,
      findings: [{ code: 'request-refused', params: { detail: '–' } }],
    });
  });
});

describe('the clock of the other side', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  it.each([
    ['Sun, 01 Mar 2026 12:05:00 GMT', []],
    ['Sun, 01 Mar 2026 12:05:01 GMT', [{ code: 'clock', params: { minutes: '5' } }]],
    ['Sun, 01 Mar 2026 11:00:00 GMT', [{ code: 'clock', params: { minutes: '60' } }]],
    ['yesterday', []],
  ])('says %s', (date, expected) => {
    expect(clockFinding(new Headers({ date }), now)).toEqual(expected);
  });
});
