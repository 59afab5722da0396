'use client';
import type { SettingGroup } from '@switchroom/contracts';
import { Link } from '@switchroom/ui/components/link';
import { Select } from '@switchroom/ui/components/select';
import { cn } from '@switchroom/ui/lib/cn';
import { useTranslations } from 'next-intl';

/** One group in the list: how many of its settings have a value here, and how many hold something unsaved. */
export interface GroupItem {
  group: SettingGroup;
  path: string;
  own: number;
  changed: number;
}

/** The groups at the left, or a choice above the form where there is no room. */
export function GroupNav({
  groups,
  current,
  onGroup,
}: {
  groups: readonly GroupItem[];
  /** Undefined while a search shows several. */
  current: SettingGroup | undefined;
  onGroup: (group: SettingGroup) => void;
}) {
  const t = useTranslations('settingValues.groups');
  const names = useTranslations('settings.groups');
  return (
    <>
      <Select
        className="md:hidden"
        aria-label={t('label')}
        placeholder={t('all')}
        options={groups.map(({ group, changed }) => ({
          value: group,
          label: changed === 0 ? names(group) : t('withUnsaved', { name: names(group), count: changed }),
        }))}
        value={current}
        onValueChange={onGroup}
      />
      <nav aria-label={t('label')} className="sticky top-[calc(var(--frame-top,0px)+1rem)] max-md:hidden">
        <ul className="grid gap-px">
          {groups.map(({ group, path, own, changed }) => (
            <li key={group}>
              <Link
                href={path}
                aria-current={group === current ? 'page' : undefined}
                className={cn(
                  'flex min-h-8 items-center justify-between gap-2 rounded-md px-2.5 py-1 text-sm text-fg-muted hover:bg-hover hover:text-fg',
                  'aria-[current=page]:bg-selected aria-[current=page]:font-medium aria-[current=page]:text-fg',
                )}
              >
                <span className="min-w-0 break-words">{names(group)}</span>
                {changed > 0 ? (
                  <span className="flex shrink-0 items-center">
                    <span aria-hidden="true" className="size-2 rounded-full bg-accent" />
                    <span className="sr-only">{t('unsaved', { count: changed })}</span>
                  </span>
                ) : own > 0 ? (
                  <span
                    title={t('own', { count: own })}
                    className="shrink-0 text-xs font-normal text-fg-subtle tabular-nums"
                  >
                    <span aria-hidden="true">{own}</span>
                    <span className="sr-only">{t('own', { count: own })}</span>
                  </span>
                ) : null}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}
