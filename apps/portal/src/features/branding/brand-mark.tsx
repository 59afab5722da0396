import type { BrandingView } from '@switchroom/contracts';
import { LogoMark } from '@switchroom/ui/components/logo-mark';
import { cn } from '@switchroom/ui/lib/cn';
import Image from 'next/image';
import { logoPath } from './brand-css';

/** The logo of a branding, or the product's own mark in its accent. Decorative unless `title` names it. */
export function BrandMark({
  branding,
  title,
  className,
}: {
  branding: Pick<BrandingView, 'logo'> | null;
  title?: string;
  className?: string;
}) {
  const logo = branding?.logo ?? null;
  if (logo === null) return <LogoMark className={className} title={title} />;
  return <LogoImage src={logoPath(logo)} title={title} className={className} />;
}

/** A logo of any shape in a square of its place, so that nothing moves when it arrives. */
export function LogoImage({ src, title, className }: { src: string; title?: string; className?: string }) {
  return (
    <Image
      src={src}
      alt={title ?? ''}
      width={24}
      height={24}
      // As it is: the gateway has checked it, and it is small.
      unoptimized
      className={cn('size-6 shrink-0 object-contain', className)}
    />
  );
}
