import { isIP } from 'node:net';
import {
  consolePorts,
  type ConsoleFailure,
  type FailureState,
  type SpokenProtocol,
  type TlsCheck,
  type TlsFinding,
  tlsFindings,
  type TlsOutcome,
} from '@switchroom/contracts';
import { type AddressGuard, ForbiddenAddressError } from '../../net/address-policy';
import { readCertificate } from '../../net/certificate-facts';
import { lookAtTls, type TlsLook, type TlsNotSeen } from '../../net/tls-look';
import { judgeChain } from './judge-chain';

export interface TlsCheckOptions {
  guard: AddressGuard;
  /** PEM of authorities that are trusted besides those of Node. */
  authorities?: readonly string[] | undefined;
  deadlineMs?: number | undefined;
  now?: Date;
}

const DEADLINE_MS = 8_000;
/** TLS alert `handshake_failure`: with everything offered that there is, a server that has no certificate answers it. */
const HANDSHAKE_FAILURE = 40;

/**
 * What a server shows, and what clients make of it; that nothing is there is a result too.
 * @throws {ForbiddenAddressError} where the installation does not connect to
 */
export async function checkTls(at: { host: string; port: number }, options: TlsCheckOptions): Promise<TlsCheck> {
  const now = options.now ?? new Date();
  const isAddress = isIP(at.host) !== 0;
  const { guard, authorities, deadlineMs = DEADLINE_MS } = options;
  const ordinary = await lookAtTls({ ...at, guard, authorities, deadlineMs });
  // Not for what a client of today would accept, but to say why it refuses.
  const lenient =
    !ordinary.done && speaksTls(ordinary)
      ? await lookAtTls({ ...at, guard, authorities, deadlineMs, lenient: true })
      : undefined;
  const look = lenient?.done === true ? lenient : ordinary;
  if (!look.done && look.error instanceof ForbiddenAddressError) throw look.error;

  const sent = look.certificates ?? [];
  const certificates = sent.flatMap((der) => readCertificate(der) ?? []);
  const outcome = outcomeOf(look, lenient, sent.length);
  const judged = look.done
    ? judgeChain({ ...at, isAddress, certificates, chainProblem: look.chainProblem, named: look.named, now })
    : { findings: [], anchor: undefined };
  const findings: TlsFinding[] = [...judged.findings, ...aroundChain(ordinary, look, at.port, outcome)];
  if (certificates.length < sent.length) findings.push({ code: 'unreadable', at: undefined, params: {} });
  const holds = outcome === 'tls' && ordinary.done && ordinary.chainProblem === undefined;
  const named = look.done && look.named;
  return {
    ...at,
    isAddress,
    outcome,
    spoke: outcome === 'not-tls' && !look.done ? spokenIn(look.firstBytes) : undefined,
    detail: detailOf(ordinary, outcome),
    protocol: look.done ? look.protocol : undefined,
    cipher: look.done ? look.cipher : undefined,
    chain: certificates.map(({ facts }) => facts),
    anchor: judged.anchor,
    cases: casesOf(outcome, look, isAddress),
    findings,
    accepted: {
      strict: holds && named && findings.every(({ code }) => tlsFindings[code] !== 'error'),
      console: isAddress ? outcome === 'tls' && ordinary.done : holds && named,
    },
    checkedAt: now,
  };
}

/** What is read first is a record of TLS: an alert, or a part of the handshake. */
function speaksTls({ stage, firstBytes }: TlsNotSeen): boolean {
  return stage === 'handshake' && (firstBytes[0] === 0x15 || firstBytes[0] === 0x16) && firstBytes[1] === 3;
}

function outcomeOf(look: TlsLook, lenient: TlsLook | undefined, certificates: number): TlsOutcome {
  if (look.done) return certificates === 0 ? 'no-certificate' : 'tls';
  if (look.stage === 'connect') {
    if (look.code === 'ECONNREFUSED') return 'refused';
    if (['ENOTFOUND', 'EAI_AGAIN', 'ENODATA'].includes(look.code)) return 'dns';
    return look.code === 'ETIMEDOUT' ? 'timeout' : 'unreachable';
  }
  if (speaksTls(look)) {
    const last = lenient ?? look;
    return certificates === 0 && last.alert === HANDSHAKE_FAILURE ? 'no-certificate' : 'handshake';
  }
  if (look.firstBytes.length > 0) return 'not-tls';
  return look.code === 'ETIMEDOUT' ? 'silent' : 'hung-up';
}

function detailOf(ordinary: TlsLook, outcome: TlsOutcome): string | undefined {
  if (ordinary.done || !['tls', 'handshake', 'no-certificate', 'unreachable'].includes(outcome)) return undefined;
  return ordinary.alert === undefined ? ordinary.code : `alert ${ordinary.alert}`;
}

/** What stands out around the chain: how the handshake went, and on which port. */
export function aroundChain(ordinary: TlsLook, look: TlsLook, port: number, outcome: TlsOutcome): TlsFinding[] {
  const findings: TlsFinding[] = [];
  const add = (code: TlsFinding['code'], params: Record<string, string> = {}) =>
    findings.push({ code, at: undefined, params });
  if (look.done && !ordinary.done) add('old-protocol', { protocol: look.protocol ?? '' });
  if (look.asksForCertificate) add('asks-for-certificate');
  const listens: TlsOutcome[] = ['not-tls', 'silent', 'hung-up'];
  if (port === consolePorts.plain && listens.includes(outcome)) add('plain-port');
  return findings;
}

/** Which of the three errors the console would write into its log: at an IP address it looks at nothing. */
function casesOf(outcome: TlsOutcome, look: TlsLook, isAddress: boolean): Record<ConsoleFailure, FailureState> {
  if (outcome === 'no-certificate') {
    return { 'not-available': 'seen', 'name-mismatch': 'unknown', 'chain-errors': 'unknown' };
  }
  if (outcome !== 'tls' || !look.done) {
    return { 'not-available': 'unknown', 'name-mismatch': 'unknown', 'chain-errors': 'unknown' };
  }
  const seen = (is: boolean): FailureState => (isAddress ? 'unchecked' : is ? 'seen' : 'not-seen');
  return {
    'not-available': 'not-seen',
    'name-mismatch': seen(!look.named),
    'chain-errors': seen(look.chainProblem !== undefined),
  };
}

function spokenIn(bytes: Buffer): SpokenProtocol {
  const text = bytes.toString('latin1');
  if (/^(HTTP\/|<!doctype|<html)/i.test(text)) return 'http';
  if (text.startsWith('SSH-')) return 'ssh';
  return /^(220|\* OK|\+OK)/.test(text) ? 'mail' : 'other';
}
