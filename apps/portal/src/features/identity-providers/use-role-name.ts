'use client';
import type { HeldRole, Role } from '@switchroom/contracts';
import { useTranslations } from 'next-intl';
import { roleKey } from './form-values';

/** Names of roles in the person's language; a custom role by the name that its organisation gave it. */
export function useRoleName(
  roles: readonly HeldRole[],
): (choice: { role: Role; customRoleId?: string | null | undefined }) => string {
  const t = useTranslations('access.roles');
  return (choice) => roles.find((role) => roleKey(role) === roleKey(choice))?.customName ?? t(choice.role);
}
