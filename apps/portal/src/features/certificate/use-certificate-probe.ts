'use client';
import { type CertificateProbe, pbxAddressSchema } from '@switchroom/contracts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useOrganisation } from '../../session/session-context';
import { useTRPC } from '../../trpc/context';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';

export interface CertificateLook {
  /** What was seen at `address`. */
  probe: CertificateProbe | undefined;
  /** The address as typed, of `probe` or of the look under way. */
  address: string | undefined;
  isPending: boolean;
  /** Why nothing could be seen, unless the address itself is wrong. */
  error: unknown;
  /** What is wrong with the address, for its field. */
  addressError: string | undefined;
  look: (address: string) => void;
  forget: () => void;
}

/** Looks at the certificate behind an address; nothing is sent there. */
export function useCertificateProbe(): CertificateLook {
  const trpc = useTRPC();
  const { id: organisationId } = useOrganisation();
  const ruleText = useRuleText();
  const errorText = useErrorText();
  const [rule, setRule] = useState<string | undefined>(undefined);
  const probe = useMutation(trpc.pbxs.probeCertificate.mutationOptions());
  const fromServer = probe.error === null ? undefined : errorText(probe.error).fields['address'];
  return {
    probe: probe.data,
    address: probe.variables?.address,
    isPending: probe.isPending,
    error: fromServer === undefined ? probe.error : null,
    addressError: ruleText(rule) ?? fromServer,
    look(address) {
      const checked = pbxAddressSchema.safeParse(address);
      setRule(checked.error?.issues[0]?.message);
      if (checked.success) probe.mutate({ organisationId, address: checked.data });
      else probe.reset();
    },
    forget() {
      setRule(undefined);
      probe.reset();
    },
  };
}
