'use client';
import type { BrandingView } from '@switchroom/contracts';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';

/** How the portal calls itself in the organisation of the page, and the look behind it. */
export function useBrand(): { name: string; branding: BrandingView | null } {
  const common = useTranslations('common');
  const { branding } = useOrganisation();
  return { name: branding?.productName ?? common('product'), branding };
}
