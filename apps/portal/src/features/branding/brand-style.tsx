import type { BrandingView } from '@switchroom/contracts';
import { headers } from 'next/headers';
import { brandCss } from './brand-css';

/** The accents of a branding, in the page as it comes from the server: nothing is first seen in other colours. */
export async function BrandStyle({ branding }: { branding: BrandingView | null }) {
  const css = brandCss(branding);
  if (css === '') return null;
  // The policy of the page says which styles of its own it may have.
  const nonce = /'nonce-([^']+)'/.exec((await headers()).get('content-security-policy') ?? '')?.[1];
  return <style nonce={nonce}>{css}</style>;
}
