import { tokenPurposes } from '../one-time-tokens';

/** The cookie between the two steps of a sign-in: worth nothing without the second one. */
export function challengeCookie(publicUrl: string) {
  const secure = publicUrl.startsWith('https:');
  const name = `${secure ? '__Host-' : ''}switchroom.sign_in`;
  const attributes = `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
  return {
    set: (token: string) => `${name}=${token}; Max-Age=${tokenPurposes['second-factor'] / 1000}; ${attributes}`,
    clear: () => `${name}=; Max-Age=0; ${attributes}`,
    /** The token in a request's cookies. */
    read(cookie: string | undefined): string | undefined {
      const pairs = (cookie ?? '').split(';').map((pair) => pair.trim());
      return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
    },
  };
}
