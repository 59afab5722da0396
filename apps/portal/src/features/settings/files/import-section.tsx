'use client';
import { settingsFileMaxBytes } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Field } from '@switchroom/ui/components/field';
import { Section } from '@switchroom/ui/components/section';
import { Textarea } from '@switchroom/ui/components/textarea';
import { useMutation } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ChangeEvent, useRef, useState } from 'react';
import { useOrganisation } from '../../../session/session-context';
import { ErrorPanel } from '../../../shell/error-panel';
import { useTRPC } from '../../../trpc/context';
import { appErrorOf } from '../../../trpc/errors';
import { useRuleText } from '../../../trpc/use-error-text';
import { type FileProblem, fileProblems, offsetOf } from './file-problems';
import { FileProblems } from './file-problems-list';
import { ImportDialog } from './import-dialog';

/** A file, chosen or pasted: what is wrong with it with line and column, or what it would change. */
export function ImportSection() {
  const t = useTranslations('settingChanges.transfer.import');
  const rule = useRuleText();
  const trpc = useTRPC();
  const { id: organisationId } = useOrganisation();
  const [file, setFile] = useState('');
  const [name, setName] = useState<string | undefined>(undefined);
  const [refusal, setRefusal] = useState<string | undefined>(undefined);
  const [state, setState] = useState<'editing' | 'confirming' | 'applied' | 'scheduled' | 'waiting'>('editing');
  const text = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const preview = useMutation(trpc.settings.importPreview.mutationOptions({ onSuccess: () => setState('confirming') }));
  const problems = preview.error === null ? undefined : fileProblems(appErrorOf(preview.error));

  const edit = (next: string, from?: string): void => {
    setFile(next);
    setName(from);
    setRefusal(undefined);
    setState('editing');
    preview.reset();
  };
  const choose = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const input = event.target;
    const [chosen] = input.files ?? [];
    if (chosen !== undefined && chosen.size <= settingsFileMaxBytes) edit(await chosen.text(), chosen.name);
    else if (chosen !== undefined) {
      edit('', chosen.name);
      setRefusal('settings-file-large');
    }
    // The same file, mended meanwhile, can be chosen again.
    input.value = '';
  };
  const look = async (): Promise<void> => {
    setRefusal(file.trim() === '' ? 'required' : undefined);
    if (file.trim() === '') return;
    // What is refused is shown from the mutation's own state.
    await preview.mutateAsync({ organisationId, file }).catch(() => setState('editing'));
  };
  const show = ({ line, column }: FileProblem): void => {
    const area = text.current;
    if (area === null || line === undefined) return;
    const end = offsetOf(file, line + 1, 1) - 1;
    const from = offsetOf(file, line, column ?? 1);
    area.focus();
    area.setSelectionRange(from, Math.max(from, end));
    // Every line is as high as any other; this one goes into the middle.
    area.scrollTop = (area.scrollHeight / file.split('\n').length) * (line - 1) - area.clientHeight / 2;
  };

  return (
    <Section title={t('title')} description={t('description')}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <div className="flex flex-wrap items-center gap-3">
          <input
            ref={picker}
            type="file"
            accept=".yaml,.yml,application/yaml,text/yaml"
            aria-label={t('file')}
            className="sr-only"
            tabIndex={-1}
            onChange={(event) => void choose(event)}
          />
          <Button icon={<FileUp aria-hidden="true" />} onClick={() => picker.current?.click()}>
            {t('choose')}
          </Button>
          {name === undefined ? null : <span className="min-w-0 truncate font-mono text-xs text-fg-muted">{name}</span>}
        </div>
        <Field label={t('text')} help={t('textHelp')} error={rule(refusal)}>
          <Textarea
            ref={text}
            mono
            rows={14}
            spellCheck={false}
            wrap="off"
            className="text-xs"
            value={file}
            onChange={(event) => edit(event.target.value)}
          />
        </Field>
        {problems !== undefined ? (
          <FileProblems problems={problems} onShow={show} />
        ) : preview.error === null ? null : (
          <ErrorPanel error={preview.error} onRetry={() => void look()} />
        )}
        {state === 'editing' || state === 'confirming' ? null : (
          <p role="status" className="text-sm font-medium">
            {t(`done.${state}`)}
          </p>
        )}
        <div>
          <Button variant="primary" loading={preview.isPending && state === 'editing'} onClick={() => void look()}>
            {t('look')}
          </Button>
        </div>
      </div>
      {state === 'confirming' ? (
        <ImportDialog
          file={file}
          preview={{
            data: preview.data,
            isFetching: preview.isPending,
            isError: preview.isError,
            error: preview.error,
            refetch: look,
          }}
          onDone={setState}
          onClose={() => setState('editing')}
        />
      ) : null}
    </Section>
  );
}
