import type { CertificateProbe } from '@switchroom/contracts';

/** What the person decided about a certificate: the fingerprint they ticked, if any. */
export interface PinChoice {
  pin: string | undefined;
}

/** The fingerprint that would be pinned: that of the certificate the PBX itself shows. */
export function leafFingerprint(probe: CertificateProbe | undefined): string | undefined {
  return probe?.chain[0]?.fingerprint;
}

/** The fingerprint to pin; undefined when the system's authorities are to decide. Never one the person did not see. */
export function pinOf(probe: CertificateProbe | undefined, choice: PinChoice): string | undefined {
  const leaf = leafFingerprint(probe);
  return leaf !== undefined && choice.pin === leaf ? leaf : undefined;
}

/** Whether a link can be made with this decision: an untrusted certificate needs the explicit pin. */
export function pinReady(probe: CertificateProbe | undefined, choice: PinChoice): boolean {
  if (probe === undefined) return false;
  return !probe.tls || probe.trusted || pinOf(probe, choice) !== undefined;
}
