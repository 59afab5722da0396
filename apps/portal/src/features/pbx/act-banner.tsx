'use client';
import { Banner } from '@switchroom/ui/components/banner';
import type { Tone } from '@switchroom/ui/lib/tone';
import type { ReactNode } from 'react';

/** A message with what can be done about it below the text, so that it keeps its width on a phone and in German. */
export function ActBanner({
  tone,
  title,
  live = 'off',
  acts,
  children,
}: {
  tone: Tone;
  title: ReactNode;
  live?: 'status' | 'alert' | 'off';
  /** Buttons; left out when the person may do nothing. */
  acts: ReactNode;
  children?: ReactNode;
}) {
  return (
    <Banner tone={tone} title={title} live={live}>
      <div className="grid gap-2">
        {children}
        {acts ? <div className="flex flex-wrap gap-2">{acts}</div> : null}
      </div>
    </Banner>
  );
}
