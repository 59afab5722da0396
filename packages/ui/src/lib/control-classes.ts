/** The shared look of text inputs and select triggers: 32 px high, 44 px on a phone. */
export const controlClasses =
  'block w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-sm text-fg transition-colors duration-100 ' +
  'hover:border-fg-subtle focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-focus ' +
  'aria-invalid:border-danger disabled:cursor-not-allowed disabled:bg-sunken disabled:text-fg-subtle ' +
  '[&[readonly]]:bg-sunken max-sm:text-lg';

/** Height of a one-line control. */
export const controlHeight = 'h-8 max-sm:h-11';
