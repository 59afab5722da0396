'use client';
import type { MailText, MailView } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { DescriptionList } from '@switchroom/ui/components/description-list';
import { SidePanel } from '@switchroom/ui/components/side-panel';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useCan, useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useExactTime } from '../../shell/time';
import { useTRPC } from '../../trpc/context';
import { useErrorText } from '../../trpc/use-error-text';
import { MailStateChip } from './mail-words';

/** How often a mail that is under way is read. */
const REFRESH_MS = 2000;

/** One mail: what became of it, and what it says where that may be shown. */
export function MailPanel({ mailId, sends, onClose }: { mailId: string | null; sends: boolean; onClose: () => void }) {
  const t = useTranslations('mail');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const { id: organisationId } = useOrganisation();
  const mayRetry = useCan('mail:manage') && sends;
  // Looking at a mail is recorded: it is looked at once, not at every focus of the window.
  const mail = useQuery({
    ...trpc.mail.get.queryOptions({ organisationId, mailId: mailId ?? '' }),
    enabled: mailId !== null,
    refetchOnWindowFocus: false,
    // One that waits shows nothing of its text.
    refetchInterval: ({ state }) => (state.data?.state === 'queued' ? REFRESH_MS : false),
  });
  const retry = useMutation(
    trpc.mail.retry.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.mail.pathFilter());
      },
    }),
  );
  const close = () => {
    retry.reset();
    onClose();
  };
  const refused = retry.error === null ? undefined : errorText(retry.error);
  const canRetry = mayRetry && mail.data !== undefined && mail.data.state !== 'sent';
  return (
    <SidePanel
      open={mailId !== null}
      onClose={close}
      size="lg"
      title={mail.data?.subject ?? t('panel.title')}
      closeLabel={common('close')}
      footer={
        canRetry ? (
          <Button loading={retry.isPending} onClick={() => retry.mutate({ organisationId, mailId: mail.data.id })}>
            {t('panel.retry')}
          </Button>
        ) : undefined
      }
    >
      <div className="grid gap-4">
        {refused === undefined ? null : (
          <Banner tone="danger" live="alert" title={refused.title}>
            {refused.fields['mailId'] ?? refused.cure}
          </Banner>
        )}
        {mail.data !== undefined ? (
          <Facts mail={mail.data} />
        ) : mail.isError ? (
          <ErrorPanel error={mail.error} onRetry={() => void mail.refetch()} />
        ) : (
          <Skeleton className="h-64" />
        )}
      </div>
    </SidePanel>
  );
}

function Facts({ mail }: { mail: MailView }) {
  const t = useTranslations('mail');
  const exact = useExactTime();
  const { content, problem } = mail;
  return (
    <>
      <DescriptionList
        items={[
          { label: t('columns.state'), value: <MailStateChip mail={mail} /> },
          { label: t('columns.recipient'), value: mail.recipient },
          ...(content.shown ? [{ label: t('panel.from'), value: content.from }] : []),
          ...(content.shown && content.replyTo !== null ? [{ label: t('panel.replyTo'), value: content.replyTo }] : []),
          { label: t('columns.kind'), value: t(`kinds.${mail.kind}`) },
          { label: t('columns.organisation'), value: mail.organisation.name },
          { label: t('columns.createdAt'), value: exact(mail.createdAt) },
          { label: t('columns.attempts'), value: mail.attempts },
          ...(mail.nextAttemptAt === null ? [] : [{ label: t('panel.nextAttempt'), value: exact(mail.nextAttemptAt) }]),
          ...(problem === null ? [] : [{ label: t('panel.problem'), value: t(`problems.${problem.kind}`) }]),
          ...(problem === null || problem.text === ''
            ? []
            : [{ label: t('panel.serverSays'), value: problem.text, mono: true }]),
        ]}
      />
      <Content content={content} />
    </>
  );
}

/** As text: nothing of a mail is rendered as markup in the portal. */
function Content({ content }: { content: MailText }) {
  const t = useTranslations('mail.panel');
  if (!content.shown) return <p className="text-sm text-fg-muted">{t(`hidden.${content.reason}`)}</p>;
  return (
    <section aria-label={t('text')} className="grid gap-1">
      <h3 className="text-sm font-medium">{t('text')}</h3>
      <div className="rounded-md border border-line bg-sunken p-3 text-sm wrap-anywhere whitespace-pre-wrap">
        {content.text.split(/(https?:\/\/\S+)/).map((part, index) =>
          index % 2 === 0 ? (
            part
          ) : (
            <a
              // The parts of one text never change their order.
              key={`${index} ${part}`}
              href={part}
              target="_blank"
              rel="noreferrer noopener"
              className="rounded-sm text-accent-fg underline underline-offset-2"
            >
              {part}
            </a>
          ),
        )}
      </div>
    </section>
  );
}
