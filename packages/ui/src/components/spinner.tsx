import { LoaderCircle } from 'lucide-react';
import { cn } from '../lib/cn';

/** A turning ring for the inside of a busy button; lists and pages show skeletons instead. */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden="true" className={cn('size-4 animate-spin', className)} />;
}
