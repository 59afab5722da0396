import type { AppObjectDetail } from '@switchroom/contracts';

/** Everything that refers to an app, one line each with its kind: templates, other apps, users. */
export function referenceLines(
  { templates, apps, directUsers }: AppObjectDetail['references'],
  kindWord: (kind: 'template' | 'app' | 'user') => string,
): string[] {
  return [
    ...templates.map(({ name }) => `${kindWord('template')} ${name}`),
    ...apps.map(({ name }) => `${kindWord('app')} ${name}`),
    ...(directUsers ?? []).map(({ name, longName }) => `${kindWord('user')} ${longName === '' ? name : longName}`),
  ];
}
