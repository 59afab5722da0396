'use client';
import { type MailServerView, mailLocales } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useCan, useOrganisation, useSession } from '../../session/session-context';
import { useTRPC } from '../../trpc/context';
import { useErrorText } from '../../trpc/use-error-text';

/** Where mail goes to, or that it stays here; and a mail to oneself, to see whether it arrives. */
export function MailServer({ answer }: { answer: MailServerView | undefined }) {
  const t = useTranslations('mail.server');
  if (answer === undefined) return <Skeleton className="h-14" />;
  const { server, showsText } = answer;
  if (server === undefined) {
    return (
      <Banner tone="warn" live="off" title={t('none.title')} action={<TestMail />}>
        {t(showsText ? 'none.demo' : 'none.text')}
      </Banner>
    );
  }
  return (
    <Banner
      tone={server.encrypted ? 'info' : 'warn'}
      live="off"
      title={t('set', { host: server.host, port: String(server.port) })}
      action={<TestMail />}
    >
      {t(server.encrypted ? 'encrypted' : 'clear', { from: server.from })}
    </Banner>
  );
}

function TestMail() {
  const t = useTranslations('mail.server');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const { id: organisationId } = useOrganisation();
  const { user } = useSession();
  const given = useLocale();
  const locale = mailLocales.find((one) => one === given) ?? 'en';
  const send = useMutation(
    trpc.mail.sendTest.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.mail.pathFilter());
      },
    }),
  );
  if (!useCan('mail:manage')) return null;
  return (
    <>
      <span role="status" className="text-sm max-sm:sr-only">
        {send.isError ? errorText(send.error).title : send.isSuccess ? t('tested', { email: user.email }) : ''}
      </span>
      <Button
        size="sm"
        icon={<Send aria-hidden="true" />}
        loading={send.isPending}
        onClick={() => send.mutate({ organisationId, locale })}
      >
        {t('test')}
      </Button>
    </>
  );
}
