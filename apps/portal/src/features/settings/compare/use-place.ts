'use client';
import type { SettingPlace } from '@switchroom/contracts';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useOrganisation } from '../../../session/session-context';
import { useTRPC } from '../../../trpc/context';
import type { CompareSearch } from './compare-search';

/** The place that an address names; undefined while it is read, or when there is none. */
export function usePlace(id: CompareSearch['left']): SettingPlace | undefined {
  const trpc = useTRPC();
  const here = useOrganisation();
  const pbxId = id !== null && 'pbxId' in id ? id.pbxId : undefined;
  const organisationId =
    id !== null && 'organisationId' in id && id.organisationId !== here.id ? id.organisationId : undefined;
  const pbx = useQuery(
    trpc.pbxs.get.queryOptions(pbxId === undefined ? skipToken : { organisationId: here.id, pbxId }),
  );
  const organisation = useQuery(
    trpc.organisations.get.queryOptions(organisationId === undefined ? skipToken : { organisationId }),
  );
  if (id === null) return undefined;
  if (pbxId !== undefined) return pbx.data === undefined ? undefined : { pbx: { id: pbxId, name: pbx.data.name } };
  if (organisationId === undefined) return { organisation: { id: here.id, name: here.name, kind: here.kind } };
  if (organisation.data === undefined) return undefined;
  const { name, kind } = organisation.data;
  return { organisation: { id: organisationId, name, kind } };
}
