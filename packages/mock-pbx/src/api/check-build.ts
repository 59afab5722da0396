/**
 * The page URL with the current build: the last path component before the file name is replaced when it consists of hex
 * digits only, else the build is inserted. No `url` when it is current already.
 */
export function checkBuild(url: string, build: string): { url?: string } {
  const match = /^([^?#]*\/)([^/?#]*)([?#].*)?$/.exec(url);
  if (!match) return {};
  const folders = (match[1] ?? '').split('/');
  const last = folders.at(-2) ?? '';
  // The host name is no folder, even when it looks like a hex number.
  const isFolder = folders.length > (url.includes('://') ? 4 : 2);
  if (isFolder && /^[0-9a-f]+$/i.test(last)) folders[folders.length - 2] = build;
  else folders.splice(-1, 0, build);
  const current = folders.join('/') + (match[2] ?? '') + (match[3] ?? '');
  return current === url ? {} : { url: current };
}
