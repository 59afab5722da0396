import type { TlsFinding, TlsFindingCode } from '@switchroom/contracts';
import { issued, type ReadCertificate } from '../../net/certificate-facts';

/** What is judged: the certificates as sent, and what OpenSSL and the name check said. */
export interface ChainToJudge {
  host: string;
  isAddress: boolean;
  certificates: readonly ReadCertificate[];
  /** OpenSSL's code; undefined where the chain holds. */
  chainProblem: string | undefined;
  named: boolean;
  now: Date;
}

export interface JudgedChain {
  findings: TlsFinding[];
  /** The known authority at which the chain ends; undefined where it does not hold. */
  anchor: string | undefined;
}

const SOON_MS = 30 * 86_400_000;
/** Shortest RSA key that authorities have signed since 2014 (CA/Browser Forum, baseline requirements). */
const RSA_BITS = 2048;
const issuerCodes = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Explains a chain: why it is refused where it is, and what stands out where it is not. */
export function judgeChain(chain: ChainToJudge): JudgedChain {
  const { certificates, chainProblem, now } = chain;
  const path = pathOf(certificates);
  const findings: TlsFinding[] = [];
  const add = (code: TlsFindingCode, at: number | undefined, params: Record<string, string> = {}) =>
    findings.push({ code, at, params });
  const last = path.at(-1);
  const end = last === undefined ? undefined : certificates[last]?.facts;

  for (const at of path) {
    const facts = certificates[at]?.facts;
    if (facts === undefined) continue;
    if (facts.validTo < now) add('expired', at);
    else if (facts.validFrom > now) add('not-yet-valid', at);
    else if (at === 0 && facts.validTo.getTime() - now.getTime() < SOON_MS) add('expires-soon', at);
    // An authority vouches for itself by being known; its own signature is not checked.
    const checked = !facts.selfSigned || at === 0;
    if (checked && /^(SHA-1|MD5)$/.test(facts.signedWith)) add('sha1', at, { digest: facts.signedWith });
    const bits = /^RSA (\d+)$/.exec(facts.key)?.[1];
    if (bits !== undefined && Number(bits) < RSA_BITS) add('weak-key', at, { key: facts.key });
  }
  if (chainProblem !== undefined && end !== undefined && last !== undefined) {
    if (end.selfSigned) add(last === 0 ? 'self-signed' : 'unknown-authority', last, { name: end.subject });
    else if (issuerCodes.has(chainProblem)) add('issuer-missing', last, { name: end.issuer });
  }
  // Before the name, which is judged apart: it explains nothing about the chain.
  if (chainProblem !== undefined && findings.every(({ code }) => !explains.has(code))) {
    add('chain-other', undefined, { code: chainProblem });
  }
  findings.push(...judgeName(chain), ...judgeOrder(certificates, path));
  return {
    findings,
    anchor: chainProblem === undefined ? (end?.selfSigned === true ? end.subject : end?.issuer) : undefined,
  };
}

const explains: ReadonlySet<TlsFindingCode> = new Set([
  'self-signed',
  'unknown-authority',
  'issuer-missing',
  'expired',
  'not-yet-valid',
  'sha1',
  'weak-key',
]);

function judgeName({ isAddress, named, certificates }: ChainToJudge): TlsFinding[] {
  const facts = certificates[0]?.facts;
  if (facts === undefined) return [];
  const names = facts.names.length === 0 ? facts.subject : facts.names.join(', ');
  if (isAddress) {
    const any: TlsFinding = { code: 'address-any', at: undefined, params: {} };
    return named ? [any] : [any, { code: 'address-not-named', at: 0, params: { names } }];
  }
  if (!named) return [{ code: 'name-differs', at: 0, params: { names } }];
  const only = !facts.names.some((name) => name.startsWith('DNS:'));
  return only ? [{ code: 'name-only-in-cn', at: 0, params: {} }] : [];
}

/** From the server's certificate to the last one that was sent, each issued by the next; indexes in the chain. */
function pathOf(certificates: ChainToJudge['certificates']): number[] {
  const path: number[] = [];
  for (let at = 0; certificates[at] !== undefined && !path.includes(at); ) {
    path.push(at);
    const here = certificates[at];
    if (here === undefined || here.facts.selfSigned) break;
    const next = certificates.findIndex((other, index) => !path.includes(index) && issued(here.x509, other.x509));
    if (next === -1) break;
    at = next;
  }
  return path;
}

/** What is sent twice, in another order than clients of old can follow, or for nothing. */
function judgeOrder(certificates: ChainToJudge['certificates'], path: readonly number[]): TlsFinding[] {
  const findings: TlsFinding[] = [];
  const seen = new Set<string>();
  for (const [at, certificate] of certificates.entries()) {
    const { fingerprint, subject } = certificate.facts;
    if (seen.has(fingerprint)) findings.push({ code: 'repeated', at, params: { name: subject } });
    else if (!path.includes(at)) findings.push({ code: 'not-needed', at, params: { name: subject } });
    seen.add(fingerprint);
  }
  const falls = path.findIndex((at, index) => index > 0 && at < (path[index - 1] ?? 0));
  if (falls !== -1) findings.push({ code: 'out-of-order', at: path[falls], params: {} });
  return findings;
}
