/** The veil behind dialogs and panels: on their own level, so that the veil of a second one covers the first. */
export const overlayClasses = 'fixed inset-0 z-50 bg-overlay data-[state=open]:animate-fade-in';

/** The body of menus, popovers and lists that float. */
export const floatingClasses =
  'z-50 animate-pop-in rounded-md border border-line bg-raised text-sm text-fg shadow-floating focus-visible:outline-none';

/** One line of a menu. */
export const menuItemClasses =
  'relative flex min-h-7 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-sm outline-none ' +
  'data-[disabled]:text-fg-subtle data-[highlighted]:bg-hover max-sm:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0';
