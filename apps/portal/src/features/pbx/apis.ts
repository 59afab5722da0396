import type { PbxDetail } from '@switchroom/contracts';
import { type ApiId, flagGranting } from '@switchroom/protocol';

export interface ApiLine {
  api: string;
  granted: boolean;
  /** The flag at the App object that grants it; undefined for an API without one. */
  flag: string | undefined;
}

/** What Switchroom works with but may not use comes first, then what is granted, each by name. */
export function apiLines(apis: NonNullable<PbxDetail['apis']>): ApiLine[] {
  const line = (granted: boolean) => (api: string) => ({ api, granted, flag: flagGranting(api as ApiId) });
  return [...apis.missing.toSorted().map(line(false)), ...apis.granted.toSorted().map(line(true))];
}
