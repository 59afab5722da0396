/** Ways in which the person of a session can prove again who they are. */
export interface StepUpMethods {
  /** Only where there is no second factor: then a code or a passkey is asked for. */
  password: boolean;
  totp: boolean;
  passkey: boolean;
  /** Name of the identity provider that is asked again, for people who have nothing else here: `/auth/oidc/step-up`. */
  singleSignOn: string | null;
}

export interface PasskeyView {
  id: string;
  /** Empty when its owner gave none. */
  name: string;
  createdAt: Date | null;
  /** Kept by a service that copies it to the person's other devices. */
  synced: boolean;
}

/** What stands between an account and a stranger, as its owner sees it. */
export interface SecurityView {
  email: string;
  /** False for people of an identity provider. */
  password: boolean;
  totp: boolean;
  recoveryCodesLeft: number;
  passkeys: PasskeyView[];
  /**
   * The company sign-in of this address: it can be linked (`/auth/oidc/link`), is linked, or is the only way in, beside
   * which no other can be set up.
   */
  singleSignOn: { name: string; state: 'available' | 'linked' | 'alone' } | null;
  /** This session was opened with a second factor, or has been confirmed with one since. */
  secondFactorUsed: boolean;
  /** The organisations whose policy asks for one. */
  requiredBy: string[];
}

/** What a browser says it is; the words stand for themselves in every language. */
export interface DeviceView {
  browser: string | null;
  system: string | null;
}

export interface AccountSessionView {
  id: string;
  device: DeviceView;
  address: string;
  startedAt: Date;
  /** To a quarter of an hour. */
  seenAt: Date;
  expiresAt: Date;
  method: 'password' | 'password+totp' | 'recovery-code' | 'passkey' | 'oidc' | null;
  current: boolean;
}
