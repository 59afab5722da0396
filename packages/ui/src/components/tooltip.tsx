'use client';
import { Tooltip as Radix } from 'radix-ui';
import type { ComponentProps, ReactElement, ReactNode } from 'react';

/** A short text beside a focusable element, on hover and on focus. Never the only place of a fact. */
export function Tooltip({
  content,
  children,
  side = 'bottom',
  enabled = true,
}: {
  content: ReactNode;
  /** One focusable element that takes a ref. */
  children: ReactElement;
  side?: ComponentProps<typeof Radix.Content>['side'];
  /** False leaves the child as it is. */
  enabled?: boolean;
}) {
  if (!enabled) return children;
  return (
    <Radix.Provider delayDuration={350} skipDelayDuration={200}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            // The trigger points to it as its description, which also reads hidden text; so it is not content outside the landmarks.
            aria-hidden="true"
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-w-72 animate-fade-in rounded-sm bg-fg px-2 py-1 text-xs text-page shadow-floating"
          >
            {content}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
