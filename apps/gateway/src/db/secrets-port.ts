/** A sealed value and the data key it is sealed under. */
export interface Sealed {
  sealed: Buffer;
  dataKeyId: string;
}

/** What a value is sealed for: the row it stands in, and what it is there. */
export interface SealedOwner {
  organisationId: string;
  id: string;
  purpose: string;
}

/** AES-256-GCM under a wrapped data key; organisation, row id and purpose are the additional data, so rows cannot be swapped. */
export interface SecretBox {
  seal(text: string, owner: SealedOwner): Promise<Sealed>;
  /** Throws when the owner differs from the one it was sealed for, or the value was altered. */
  open(value: Sealed, owner: SealedOwner): Promise<string>;
}
