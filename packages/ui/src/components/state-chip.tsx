import { CircleCheck, CircleDashed, CircleDotDashed, CircleX, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '../lib/cn';
import { type Tone, toneSurface, toneText } from '../lib/tone';

const icons: Record<Tone, ReactNode> = {
  ok: <CircleCheck aria-hidden="true" />,
  warn: <TriangleAlert aria-hidden="true" />,
  danger: <CircleX aria-hidden="true" />,
  info: <Info aria-hidden="true" />,
  neutral: <CircleDashed aria-hidden="true" />,
  progress: <CircleDotDashed aria-hidden="true" />,
};

/** The icon that belongs to a tone when nothing more telling is given. */
export function ToneIcon({ tone, className }: { tone: Tone; className?: string }) {
  return <span className={cn('inline-flex shrink-0 [&_svg]:size-4', toneText[tone], className)}>{icons[tone]}</span>;
}

/**
 * A state as icon, word and colour. `detail` follows the word in plain text ("since 14:02").
 * `plain` drops the filled background, for dense table rows.
 */
export function StateChip({
  tone,
  icon,
  detail,
  plain = false,
  className,
  children,
}: {
  tone: Tone;
  icon?: ReactNode;
  detail?: ReactNode;
  plain?: boolean;
  className?: string;
  /** The word. */
  children: ReactNode;
}) {
  return (
    <span className={cn('inline-flex min-w-0 max-w-full items-center gap-1.5 align-middle text-xs', className)}>
      <span
        className={cn(
          'inline-flex h-5 min-w-0 items-center gap-1 font-medium [&_svg]:size-3.5 [&_svg]:shrink-0',
          plain ? toneText[tone] : cn('rounded-sm border px-1.5', toneSurface[tone]),
        )}
      >
        {icon ?? icons[tone]}
        <span className="truncate">{children}</span>
      </span>
      {detail ? <span className="truncate text-fg-muted">{detail}</span> : null}
    </span>
  );
}
