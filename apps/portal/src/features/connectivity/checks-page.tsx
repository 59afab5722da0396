'use client';
import { useCan } from '../../session/session-context';
import { CalendarCheckSection } from './calendar-check-section';
import { TlsCheckSection } from './tls-check-section';

/** Looks at servers that settings name. */
export function ChecksPage() {
  const readsSettings = useCan('settings:read');
  return (
    <div className="grid gap-8 lg:max-w-4xl">
      <TlsCheckSection />
      {readsSettings ? <CalendarCheckSection /> : null}
    </div>
  );
}
