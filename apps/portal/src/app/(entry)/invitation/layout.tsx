import { NextIntlClientProvider } from 'next-intl';
import { getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';
import { pickNamespaces } from '@/messages';

/** The words of invitations, beside those of every page outside of an organisation. */
export default async function InvitationLayout({ children }: { children: ReactNode }) {
  const messages = await getMessages();
  return (
    <NextIntlClientProvider messages={{ ...pickNamespaces(messages), members: messages.members }}>
      {children}
    </NextIntlClientProvider>
  );
}
