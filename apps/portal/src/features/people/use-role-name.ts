'use client';
import type { Role } from '@switchroom/contracts';
import { useTranslations } from 'next-intl';

/** What a role is called: a built-in one in the person's language, a custom one as its organisation named it. */
export function useRoleName(): (held: { role: Role; customName: string | null }) => string {
  const t = useTranslations('access.roles');
  return ({ role, customName }) => customName ?? t(role);
}
