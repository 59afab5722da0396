import type { LicenceView } from '@switchroom/contracts';

/** Whether a licence has room left. `unused`: there is none and nobody takes one. */
export function licenceState({ count, used }: LicenceView): 'free' | 'full' | 'exceeded' | 'unused' {
  if (used > count) return 'exceeded';
  if (count === 0) return 'unused';
  return used === count ? 'full' : 'free';
}

/** Licences of the PBX first, then those of apps, each by name. */
export function sortedLicences(rows: readonly LicenceView[]): LicenceView[] {
  return rows.toSorted(
    (a, b) =>
      Number(a.kind === 'app') - Number(b.kind === 'app') ||
      a.name.localeCompare(b.name, 'en', { numeric: true }) ||
      a.version.localeCompare(b.version, 'en', { numeric: true }),
  );
}
