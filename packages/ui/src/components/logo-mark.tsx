import { cn } from '../lib/cn';
import { markCord, markFreeJacks, markJacks } from '../lib/mark';

/** The mark: a patch panel with one cord, in the accent colour. Decorative unless `title` names it. */
export function LogoMark({ title, className }: { title?: string; className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      role={title ? 'img' : undefined}
      aria-label={title}
      aria-hidden={title ? undefined : true}
      className={cn('size-6 shrink-0 text-accent', className)}
    >
      <rect width="24" height="24" rx="6" fill="currentColor" />
      <g fill="none" stroke="var(--ui-on-accent)" strokeWidth="1.8" strokeLinecap="round">
        {markJacks.map(([x, y]) => (
          <circle key={`${x}-${y}`} cx={x} cy={y} r="2.2" />
        ))}
        <path d={markCord} />
      </g>
      <g fill="var(--ui-on-accent)" fillOpacity=".6">
        {markFreeJacks.map(([x, y]) => (
          <circle key={`${x}-${y}`} cx={x} cy={y} r="1.5" />
        ))}
      </g>
    </svg>
  );
}
