'use client';
import { Button } from '@switchroom/ui/components/button';
import { CopyButton } from '@switchroom/ui/components/copy-button';
import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';

/** The codes to keep, as text to copy and as a file. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const t = useTranslations('account.recoveryCodes');
  const common = useTranslations('common.actions');
  const text = `${codes.join('\n')}\n`;
  const download = (): void => {
    const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = t('fileName');
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <div className="grid gap-2">
      <ul
        aria-label={t('list')}
        className="grid grid-cols-2 gap-x-4 gap-y-1 rounded-md border border-line bg-sunken px-3 py-2 font-mono text-sm"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex items-center gap-2">
        <CopyButton value={text} label={t('copy')} copiedLabel={common('copied')} />
        <Button size="sm" icon={<Download aria-hidden="true" />} onClick={download}>
          {t('download')}
        </Button>
      </div>
    </div>
  );
}
