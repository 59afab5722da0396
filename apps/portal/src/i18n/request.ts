import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { portalCookies } from '../session/cookies';
import { messagesOf } from '../messages';
import { chooseLocale, chooseTimeZone } from './locales';

export default getRequestConfig(async () => {
  const [jar, incoming] = await Promise.all([cookies(), headers()]);
  const locale = chooseLocale(jar.get(portalCookies.locale)?.value, incoming.get('accept-language'));
  return {
    locale,
    messages: await messagesOf(locale),
    timeZone: chooseTimeZone(jar.get(portalCookies.timeZone)?.value),
  };
});
