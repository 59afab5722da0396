'use client';
import { Banner } from '@switchroom/ui/components/banner';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ConnectionStatus } from './connection-status';
import { useMoment } from './time';

/** The banner under the top bar while the page is not live; undefined while it is. */
export function useConnectionBanner(status: ConnectionStatus): ReactNode {
  const t = useTranslations('shell.connection');
  const moment = useMoment();
  switch (status.kind) {
    case 'not-live':
      return (
        <Banner edge tone="warn">
          {t('bannerLost')}
        </Banner>
      );
    case 'gateway-away':
      return (
        <Banner edge tone="danger">
          {t('bannerGateway', { time: moment(status.since) })}
        </Banner>
      );
    case 'offline':
      return (
        <Banner edge tone="warn">
          {t('bannerOffline', { time: moment(status.since) })}
        </Banner>
      );
    default:
      return undefined;
  }
}
