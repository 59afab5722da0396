/** The six meanings a state can have. A tone is never shown without an icon or a word beside it. */
export type Tone = 'ok' | 'warn' | 'danger' | 'info' | 'neutral' | 'progress';

/** Text, soft background and border of a tone, for chips, badges and banners. */
export const toneSurface: Record<Tone, string> = {
  ok: 'bg-ok-soft text-ok border-ok-line',
  warn: 'bg-warn-soft text-warn border-warn-line',
  danger: 'bg-danger-soft text-danger border-danger-line',
  info: 'bg-info-soft text-info border-info-line',
  neutral: 'bg-neutral-soft text-neutral border-neutral-line',
  progress: 'bg-progress-soft text-progress border-progress-line',
};

/** Text colour of a tone on page, surface and raised backgrounds. */
export const toneText: Record<Tone, string> = {
  ok: 'text-ok',
  warn: 'text-warn',
  danger: 'text-danger',
  info: 'text-info',
  neutral: 'text-neutral',
  progress: 'text-progress',
};
