/** How far a look at a server's certificate got. */
export const tlsOutcomes = [
  'tls', // it speaks TLS and showed a certificate
  'no-certificate', // it speaks TLS and has none to show
  'handshake', // it speaks TLS, and no connection came about; `detail` is why
  'not-tls', // something else answers; `spoke` is what
  'silent', // the port is open, and nothing answers the greeting
  'hung-up', // the port is open, and the connection is ended at the greeting
  'refused', // nothing listens there
  'timeout', // no connection came about in time
  'unreachable', // the network leads nowhere; `detail` is Node's code
  'dns', // the name has no address
] as const;
export type TlsOutcome = (typeof tlsOutcomes)[number];

export const spokenProtocols = ['http', 'ssh', 'mail', 'other'] as const;
export type SpokenProtocol = (typeof spokenProtocols)[number];

/** The three failures that the console's log knows (administration guide of the attendant server, troubleshooting). */
export const consoleFailures = ['not-available', 'name-mismatch', 'chain-errors'] as const;
export type ConsoleFailure = (typeof consoleFailures)[number];

/** `unchecked`: the console does not look at it when it was given an IP address; `unknown`: no certificate was seen. */
export const failureStates = ['seen', 'not-seen', 'unchecked', 'unknown'] as const;
export type FailureState = (typeof failureStates)[number];

/** What stands out about a server; an error is one that a client which checks would refuse for. */
export const tlsFindings = {
  'self-signed': 'error',
  'unknown-authority': 'error', // `name`: the authority that was sent along and is not known
  'issuer-missing': 'error', // `name`: who issued the last certificate that was sent
  expired: 'error',
  'not-yet-valid': 'error',
  'name-differs': 'error', // `names`
  sha1: 'error', // `digest`: SHA-1 or older
  'weak-key': 'error', // `key`
  'chain-other': 'error', // `code`
  unreadable: 'error',
  'old-protocol': 'error', // `protocol`
  'plain-port': 'error',
  'name-only-in-cn': 'warning',
  'address-not-named': 'warning',
  'expires-soon': 'warning',
  'out-of-order': 'warning',
  repeated: 'warning',
  'not-needed': 'warning',
  'asks-for-certificate': 'warning',
  'address-any': 'info', // the console accepts anything at an IP address
} as const satisfies Record<string, 'error' | 'warning' | 'info'>;
export type TlsFindingCode = keyof typeof tlsFindings;

export interface TlsFinding {
  code: TlsFindingCode;
  /** Index in the chain, where it is about one certificate. */
  at: number | undefined;
  params: Record<string, string>;
}

/** One certificate as the server sent it. */
export interface PresentedCertificate {
  /** Common name, or organisation; the whole name in `subjectName` and `issuerName`. */
  subject: string;
  issuer: string;
  subjectName: string;
  issuerName: string;
  validFrom: Date;
  validTo: Date;
  /** SHA-256 of the certificate, upper-case hex with colons. */
  fingerprint: string;
  /** Subject alternative names, as in `DNS:pbx.example`. */
  names: string[];
  /** Such as `RSA 2048` or `EC prime256v1`. */
  key: string;
  /** Such as `SHA-256`, or the identifier of an algorithm that is not known here. */
  signedWith: string;
  selfSigned: boolean;
  authority: boolean;
}

/** What a server on `host:port` showed, and what clients make of it. */
export interface TlsCheck {
  host: string;
  port: number;
  /** `host` is an IP address: no client sends a name, and the console checks nothing. */
  isAddress: boolean;
  outcome: TlsOutcome;
  spoke: SpokenProtocol | undefined;
  detail: string | undefined;
  protocol: string | undefined;
  cipher: string | undefined;
  /** As sent: the server's own first. */
  chain: PresentedCertificate[];
  /** The known authority at which the chain ends. */
  anchor: string | undefined;
  cases: Record<ConsoleFailure, FailureState>;
  findings: TlsFinding[];
  /** Whether it is accepted by a client that checks everything, and by the console as its guide describes it. */
  accepted: { strict: boolean; console: boolean };
  checkedAt: Date;
}

export const opensslOutcomes = ['ran', 'missing', 'timeout', 'too-long'] as const;
export type OpensslOutcome = (typeof opensslOutcomes)[number];

/** The command of the guide, carried out on the gateway's machine where the program is there. */
export interface OpensslRun {
  outcome: OpensslOutcome;
  /** To be run elsewhere, such as on an operator's machine. */
  command: string;
  /** What was run here: a name is looked up once, and judged before it is connected to. */
  ran: string | undefined;
  output: string;
  exitCode: number | undefined;
  version: string | undefined;
}

/** What a probe of a calendar can say; the same list for both providers. */
export const calendarFindings = {
  // The connection
  'address-forbidden': 'error', // `kind`
  dns: 'error',
  refused: 'error',
  timeout: 'error',
  unreachable: 'error', // `detail`
  certificate: 'error',
  'tls-failed': 'error',
  'plain-http': 'warning',
  'answer-unreadable': 'error',
  clock: 'warning', // `minutes`
  // Exchange
  authenticates: 'info',
  'no-schemes': 'error',
  'basic-offered': 'info',
  'basic-over-http': 'warning',
  'wrong-path': 'error',
  'login-page': 'error',
  'open-answer': 'warning',
  forbidden: 'error',
  'redirect-to-https': 'error',
  'redirect-elsewhere': 'error', // `host`
  'redirect-login': 'error',
  'server-error': 'error', // `status`
  'status-other': 'error', // `status`
  // Office 365
  'secret-needs-https': 'error',
  'token-given': 'info',
  'no-roles': 'warning',
  'no-calendar-role': 'warning', // `roles`
  'audience-other': 'warning', // `audience`
  'tenant-unknown': 'error',
  'tenant-malformed': 'error',
  'client-unknown': 'error',
  'client-disabled': 'error',
  'secret-wrong': 'error',
  'secret-expired': 'error',
  'secret-missing': 'error',
  'consent-missing': 'error',
  'scope-invalid': 'error',
  'resource-unknown': 'error',
  'access-blocked': 'error',
  'not-multi-tenant': 'error',
  'client-not-allowed': 'error',
  'client-refused': 'error',
  'request-refused': 'error', // `detail`
  'try-later': 'error',
  'not-json': 'error',
  'no-token': 'error',
  'token-url-wrong': 'error',
  redirected: 'error',
} as const satisfies Record<string, 'error' | 'warning' | 'info'>;
export type CalendarFindingCode = keyof typeof calendarFindings;

export interface CalendarFinding {
  code: CalendarFindingCode;
  params: Record<string, string>;
}

/** What became of a question to a calendar's server. */
export interface CalendarProbe {
  url: string;
  works: boolean;
  /** Status of the answer; undefined where none came. */
  status: number | undefined;
  /** What `WWW-Authenticate` offers (Exchange). */
  schemes: string[];
  /** The number in Microsoft's answer, such as `AADSTS7000215`, or OAuth2's word for the error (Office 365). */
  errorCode: string | undefined;
  /** Seconds for which the token holds, and what the application may do with it (Office 365). */
  token: { expiresInSeconds: number | undefined; roles: string[]; audience: string | undefined } | undefined;
  findings: CalendarFinding[];
  /** The certificate of an https address, where it could be looked at. */
  tls: TlsCheck | undefined;
  checkedAt: Date;
}
