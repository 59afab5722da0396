import { cva, type VariantProps } from 'class-variance-authority';

/** Classes of a button; use it to make a link look like a button where `asChild` does not fit. */
export const buttonClasses = cva(
  'relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium ' +
    'transition-colors duration-100 disabled:cursor-not-allowed aria-disabled:cursor-not-allowed ' +
    '[&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary:
          'border-transparent bg-accent text-on-accent hover:bg-accent-hover disabled:bg-sunken disabled:text-fg-subtle disabled:border-line',
        secondary:
          'border-line-strong/60 bg-surface text-fg hover:bg-hover active:bg-pressed data-[state=open]:bg-hover disabled:bg-sunken disabled:text-fg-subtle disabled:border-line',
        ghost:
          'border-transparent bg-transparent text-fg-muted hover:bg-hover hover:text-fg active:bg-pressed data-[state=open]:bg-hover data-[state=open]:text-fg disabled:bg-transparent disabled:text-fg-subtle',
        danger:
          'border-transparent bg-danger-solid text-on-danger hover:bg-danger-solid-hover disabled:bg-sunken disabled:text-fg-subtle disabled:border-line',
      },
      size: {
        sm: 'h-7 px-2 text-xs max-sm:h-9',
        md: 'h-8 px-3 text-sm max-sm:h-11 max-sm:px-4',
        lg: 'h-10 px-4 text-base max-sm:h-12',
      },
      square: { true: 'px-0 max-sm:px-0', false: '' },
    },
    compoundVariants: [
      { square: true, size: 'sm', class: 'w-7 max-sm:w-9' },
      { square: true, size: 'md', class: 'w-8 max-sm:w-11' },
      { square: true, size: 'lg', class: 'w-10 max-sm:w-12' },
    ],
    defaultVariants: { variant: 'secondary', size: 'md', square: false },
  },
);

/** Variant and size of a button. */
export type ButtonLook = Pick<VariantProps<typeof buttonClasses>, 'variant' | 'size'>;
