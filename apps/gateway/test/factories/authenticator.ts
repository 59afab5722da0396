import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

interface CreationOptions {
  challenge: string;
  rp: { id?: string };
}
interface RequestOptions {
  challenge: string;
  rpId?: string;
}

/** What an authenticator of Web Authentication does, with one ES256 key: it makes it, and signs challenges with it. */
export class TestAuthenticator {
  readonly id = randomBytes(32);
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  #counter = 0;

  /** `verifies`: whether it says that it checked its person (PIN, finger, face). */
  constructor(
    private readonly origin: string,
    public verifies = true,
  ) {}

  /** The answer to `navigator.credentials.create`. */
  create(options: unknown) {
    const { challenge, rp } = options as CreationOptions;
    const jwk = this.#keys.publicKey.export({ format: 'jwk' });
    const x = Buffer.from(jwk.x ?? '', 'base64url');
    const y = Buffer.from(jwk.y ?? '', 'base64url');
    const key = map([int(1), int(2)], [int(3), int(-7)], [int(-1), int(1)], [int(-2), bytes(x)], [int(-3), bytes(y)]);
    const length = Buffer.from([0, this.id.length]);
    const credential = Buffer.concat([Buffer.alloc(16), length, this.id, key]);
    const authData = Buffer.concat([this.#head(rp.id ?? '', 0x40), credential]);
    const attestation = map([text('fmt'), text('none')], [text('attStmt'), map()], [text('authData'), bytes(authData)]);
    return {
      ...this.#credential(),
      response: {
        clientDataJSON: this.#clientData('webauthn.create', challenge).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  /** The answer to `navigator.credentials.get`. */
  get(options: unknown) {
    const { challenge, rpId } = options as RequestOptions;
    const clientData = this.#clientData('webauthn.get', challenge);
    const authData = this.#head(rpId ?? '', 0);
    const signed = Buffer.concat([authData, createHash('sha256').update(clientData).digest()]);
    return {
      ...this.#credential(),
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: createSign('sha256').update(signed).sign(this.#keys.privateKey).toString('base64url'),
      },
    };
  }

  #credential() {
    const id = this.id.toString('base64url');
    return { id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} };
  }

  #clientData(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false }));
  }

  /** Hash of the portal's name, flags (present, verified), counter. */
  #head(rpId: string, flags: number): Buffer {
    this.#counter += 1;
    const rest = Buffer.alloc(5);
    rest.writeUInt8(flags | 0x01 | (this.verifies ? 0x04 : 0));
    rest.writeUInt32BE(this.#counter, 1);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), rest]);
  }
}

// As much of CBOR (RFC 8949) as an attestation needs.
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 0xff]);
}
const int = (value: number) => (value < 0 ? head(1, -1 - value) : head(0, value));
const bytes = (value: Buffer) => Buffer.concat([head(2, value.length), value]);
const text = (value: string) => Buffer.concat([head(3, value.length), Buffer.from(value)]);
const map = (...pairs: [Buffer, Buffer][]) => Buffer.concat([head(5, pairs.length), ...pairs.flat()]);
