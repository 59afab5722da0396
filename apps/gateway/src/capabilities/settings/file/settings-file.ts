import type { SettingValue } from '@switchroom/contracts';

/** First line of a file of settings, and the version of what follows it. */
export const fileFormat = 'switchroom-settings';
export const fileVersion = 1;

/** What stands in a file for a secret: that there is one. Its value is never in there. */
export const secretMarker = { secret: true } as const;
export type SecretMarker = typeof secretMarker;

/** True for what a file says of a secret without giving it. */
export function isSecretMarker(value: unknown): value is SecretMarker {
  return typeof value === 'object' && value !== null && 'secret' in value && Object.keys(value).length === 1
    ? value.secret === true
    : false;
}

/** Where a place stands in the tree of a file. */
export interface FilePosition {
  /** Names from below the file's own organisation down to the organisation; empty is that organisation itself. */
  at: readonly string[];
  /** Name of the PBX; left out, the place is the organisation. */
  pbx?: string | undefined;
}

/** A place as a file is written from it. */
export interface FilePlace extends FilePosition {
  id: string;
  /** By key, in any order. */
  values: ReadonlyMap<string, SettingValue | SecretMarker>;
  /** Reasons by key, in any order. */
  locks: ReadonlyMap<string, string>;
}

/** What is written into a file. */
export interface SettingsFile {
  /** Name of the organisation that it was made in: for people, nothing is matched by it. */
  of: string;
  /** The places that are in it have no other own values and locks than those in it. */
  complete: boolean;
  places: readonly FilePlace[];
}

/** Line and column as people count them, from 1. */
export interface FileSpot {
  line: number;
  column: number;
}

/** A value as a file has it, not checked yet. Null: "use default", written by hand. */
export interface ReadValue {
  key: string;
  value: unknown;
  spot: FileSpot;
}
export interface ReadLock {
  key: string;
  reason: string;
  spot: FileSpot;
}
export interface ReadPlace extends FilePosition {
  id: string | undefined;
  spot: FileSpot;
  values: readonly ReadValue[];
  locks: readonly ReadLock[];
}

/** What was read from a file, in its order. */
export interface ReadFile {
  complete: boolean;
  places: readonly ReadPlace[];
}

/** A position for people and as a key of maps: `Alpha / Zurich / PBX 1` has the same parts in whatever they contain. */
export function positionKey({ at, pbx }: FilePosition): string {
  return JSON.stringify([at, pbx ?? null]);
}
