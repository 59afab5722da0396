'use client';
import type { PbxDetail } from '@switchroom/contracts';
import { DropdownMenu, MenuItem, MenuLink, MenuSeparator } from '@switchroom/ui/components/dropdown-menu';
import { IconButton } from '@switchroom/ui/components/icon-button';
import { Ellipsis, KeyRound, Pencil, PlugZap, Power, ScrollText, ShieldCheck, Trash2, Waypoints } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useCan, useOrganisation } from '../../session/session-context';
import { timelinePath } from '../audit/audit-list-search';
import { linkPagePath } from './paths';
import { usePbxAct } from './pbx-acts';
import { PbxDialogs } from './pbx-dialogs';

/** What a person can do with a PBX here; nothing of it writes to the PBX. */
export function PbxMenu({ pbx, onReconnect }: { pbx: PbxDetail; onReconnect: () => void }) {
  const t = useTranslations('pbx.menu');
  const organisation = useOrganisation();
  const audit = useTranslations('audit.action');
  const mayAudit = useCan('audit:read');
  const mayUpdate = useCan('pbxs:update');
  const mayDelete = useCan('pbxs:delete');
  const { open } = usePbxAct();
  return (
    <>
      <DropdownMenu
        trigger={
          <IconButton variant="secondary" label={t('label')} icon={<Ellipsis aria-hidden="true" />} tooltip={false} />
        }
      >
        <MenuLink href={linkPagePath(organisation.id, pbx.id)} icon={<Waypoints aria-hidden="true" />}>
          {t('link')}
        </MenuLink>
        {mayAudit ? (
          <MenuLink href={timelinePath(organisation.id, 'pbx', pbx.id)} icon={<ScrollText aria-hidden="true" />}>
            {audit('timeline')}
          </MenuLink>
        ) : null}
        {mayUpdate ? (
          <>
            <MenuItem icon={<PlugZap aria-hidden="true" />} disabled={!pbx.enabled} onSelect={onReconnect}>
              {t('reconnect')}
            </MenuItem>
            <MenuSeparator />
            <MenuItem icon={<Pencil aria-hidden="true" />} onSelect={() => open('rename')}>
              {t('rename')}
            </MenuItem>
            {pbx.direction === 'outbound' ? (
              <MenuItem icon={<ShieldCheck aria-hidden="true" />} onSelect={() => open('address')}>
                {t('address')}
              </MenuItem>
            ) : null}
            <MenuItem icon={<KeyRound aria-hidden="true" />} onSelect={() => open('password')}>
              {t('password')}
            </MenuItem>
            <MenuItem icon={<Power aria-hidden="true" />} onSelect={() => open('switch')}>
              {pbx.enabled ? t('switchOff') : t('switchOn')}
            </MenuItem>
          </>
        ) : null}
        {mayDelete ? (
          <>
            <MenuSeparator />
            <MenuItem danger icon={<Trash2 aria-hidden="true" />} onSelect={() => open('remove')}>
              {t('remove')}
            </MenuItem>
          </>
        ) : null}
      </DropdownMenu>
      <PbxDialogs pbx={pbx} />
    </>
  );
}
