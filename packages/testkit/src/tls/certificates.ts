import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { generate } from 'selfsigned';

/** A certificate with its key, both PEM, as `node:tls` takes them. */
export interface Certificate {
  cert: string;
  key: string;
  /** SHA-256 of the certificate, upper-case hex with colons, as browsers and `X509Certificate` show it. */
  fingerprint256: string;
}

/** What a certificate says. */
export interface CertificateRequest {
  /** Host names and IP addresses it is valid for; `localhost` and 127.0.0.1 when left out. */
  hosts?: string[];
  /** Validity; yesterday until in a year when left out. */
  notBefore?: Date;
  notAfter?: Date;
  /** What the signature is made with; SHA-256 when left out. */
  digest?: 'sha256' | 'sha1';
}

const DAY_MS = 86_400_000;
const algorithm = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;

/** A certificate authority that exists for one test. */
export class CertificateAuthority {
  /** PEM; give it to clients as `ca`. */
  readonly cert: string;
  readonly #key: string;

  private constructor(cert: string, key: string) {
    this.cert = cert;
    this.#key = key;
  }

  static async create(name = 'Switchroom test authority'): Promise<CertificateAuthority> {
    return await CertificateAuthority.#make(name, undefined);
  }

  /** An authority below this one: servers have to send its certificate along with their own. */
  async subordinate(name = 'Switchroom test intermediate'): Promise<CertificateAuthority> {
    return await CertificateAuthority.#make(name, { key: this.#key, cert: this.cert });
  }

  static async #make(name: string, ca: { key: string; cert: string } | undefined): Promise<CertificateAuthority> {
    const made = await generate([{ name: 'commonName', value: name }], {
      ...algorithm,
      ...validity({}),
      ...(ca && { ca }),
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
      ],
    });
    return new CertificateAuthority(made.cert, made.private);
  }

  /** Signs a server certificate. */
  async issue(request: CertificateRequest = {}): Promise<Certificate> {
    return await serverCertificate(request, { key: this.#key, cert: this.cert });
  }

  /** One that was valid until yesterday. */
  async issueExpired(request: Omit<CertificateRequest, 'notBefore' | 'notAfter'> = {}): Promise<Certificate> {
    return await this.issue({
      ...request,
      notBefore: new Date(Date.now() - 30 * DAY_MS),
      notAfter: new Date(Date.now() - DAY_MS),
    });
  }

  /** One that is valid for another host only. */
  async issueForWrongHost(): Promise<Certificate> {
    return await this.issue({ hosts: ['elsewhere.example'] });
  }
}

/** A server certificate that no authority vouches for; with an RSA key where `rsaBits` is given. */
export async function createSelfSigned(request: CertificateRequest & { rsaBits?: number } = {}): Promise<Certificate> {
  return await serverCertificate(request, undefined);
}

async function serverCertificate(
  request: CertificateRequest & { rsaBits?: number },
  ca: { key: string; cert: string } | undefined,
): Promise<Certificate> {
  const hosts = request.hosts ?? ['localhost', '127.0.0.1'];
  const made = await generate([{ name: 'commonName', value: hosts[0] ?? 'localhost' }], {
    ...algorithm,
    ...(request.rsaBits === undefined ? {} : { keyType: 'rsa' as const, keySize: request.rsaBits }),
    ...(request.digest === undefined ? {} : { algorithm: request.digest }),
    ...validity(request),
    ...(ca && { ca }),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: hosts.map((host) =>
          isIP(host) === 0 ? ({ type: 2, value: host } as const) : ({ type: 7, ip: host } as const),
        ),
      },
    ],
  });
  return { cert: made.cert, key: made.private, fingerprint256: new X509Certificate(made.cert).fingerprint256 };
}

function validity({ notBefore, notAfter }: CertificateRequest) {
  return {
    notBeforeDate: notBefore ?? new Date(Date.now() - DAY_MS),
    notAfterDate: notAfter ?? new Date(Date.now() + 365 * DAY_MS),
  };
}
