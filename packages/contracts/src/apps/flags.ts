import { z } from 'zod';

/** Flags of an App object in the order the PBX Manager shows them; the field is the PBX's own word. */
export const appFlags = [
  'websocket',
  'hidden',
  'web',
  'pbx',
  'pbxsignal',
  'epsignal',
  'messages',
  'tableusers',
  'admin',
  'services',
  'rcc',
  'impersonation',
] as const;
export type AppFlag = (typeof appFlags)[number];

export const appFlagsSchema = z.record(z.enum(appFlags), z.boolean());
export type AppFlags = Record<AppFlag, boolean>;

/** All flags off but the given ones. */
export function flagsOf(...on: AppFlag[]): AppFlags {
  return Object.fromEntries(appFlags.map((flag) => [flag, on.includes(flag)])) as AppFlags;
}
