'use client';
import { FilterChip } from '@switchroom/ui/components/filter-chip';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../../session/session-context';
import { useTRPC } from '../../../trpc/context';

/** The list shows the changes of one PBX; pressed again it shows all. */
export function PbxFilter({ pbxId, onRemove }: { pbxId: string; onRemove: () => void }) {
  const t = useTranslations('settingChanges.changes.filters');
  const trpc = useTRPC();
  const { id: organisationId } = useOrganisation();
  const pbx = useQuery(trpc.pbxs.get.queryOptions({ organisationId, pbxId }));
  return (
    <FilterChip pressed onPressedChange={onRemove}>
      {pbx.data?.name ?? t('onePbx')}
    </FilterChip>
  );
}
