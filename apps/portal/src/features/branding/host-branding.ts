import type { BrandingView } from '@switchroom/contracts';
import { headers } from 'next/headers';
import { cache } from 'react';
import { serverClient } from '../../trpc/server';

/** The look under the host name of this request; the product's own where nobody has one or the gateway does not answer. */
export const hostBranding = cache(async (): Promise<BrandingView | null> => {
  // Asked first, and not caught: it is how Next learns that no page with this look can be made beforehand.
  await headers();
  try {
    return await serverClient().branding.forHost.query();
  } catch (error) {
    console.info('The look of this host name is not known at the moment.', error);
    return null;
  }
});
