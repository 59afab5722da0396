'use client';
import {
  type OrganisationKind,
  type Permission,
  permissionsOfRole,
  type Role,
  type RolesView,
  rolesFor,
} from '@switchroom/contracts';
import { Select } from '@switchroom/ui/components/select';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useCan, useOrganisation } from '../../session/session-context';
import { useTRPC } from '../../trpc/context';

/** A role as a form sends it. */
export interface RoleChoice {
  role: Role;
  customRoleId: string | null;
}

/**
 * The roles that can be given in an organisation; those that allow more than the person may do are there, and say why
 * they cannot be chosen. For use inside a Field.
 */
export function RoleSelect({
  organisation,
  value,
  onChange,
}: {
  organisation: { id: string; kind: OrganisationKind };
  value: RoleChoice | undefined;
  onChange: (choice: RoleChoice) => void;
}) {
  const t = useTranslations('members.changeRole');
  const access = useTranslations('access');
  const trpc = useTRPC();
  const held = useOrganisation().permissions;
  const list = useQuery({
    ...trpc.roles.list.queryOptions({ organisationId: organisation.id }),
    enabled: useCan('roles:read'),
  });
  const { builtIn, custom } = list.data ?? ({ builtIn: rolesFor(organisation.kind), custom: [] } satisfies RolesView);
  const option = (key: string, label: string, permissions: readonly Permission[], description: string) => {
    const tooStrong = permissions.some((permission) => !held.includes(permission));
    return { value: key, label, disabled: tooStrong, description: tooStrong ? t('tooStrong') : description };
  };
  return (
    <Select
      value={value === undefined ? undefined : (value.customRoleId ?? value.role)}
      onValueChange={(key) => {
        const role = builtIn.find((one) => one === key);
        onChange(role === undefined ? { role: 'custom', customRoleId: key } : { role, customRoleId: null });
      }}
      options={[
        ...builtIn.map((role) =>
          option(role, access(`roles.${role}`), permissionsOfRole(role, null), access(`roleMeanings.${role}`)),
        ),
        ...custom.map(({ id, name, description, permissions }) => option(id, name, permissions, description)),
      ]}
    />
  );
}
