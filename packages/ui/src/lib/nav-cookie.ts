/** Name of the cookie that remembers whether the left navigation is collapsed. */
export const NAV_COOKIE = 'nav';

/** Whether the cookie's value says collapsed. */
export function parseNavCollapsed(value: string | undefined): boolean {
  return value === 'collapsed';
}
