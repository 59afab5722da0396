import type { Letter } from './letter';
import type { MailFrom } from './smtp-address';
import { singleLine } from './smtp-address';
import type { MailLocale, MailMessage } from './port';
import type { MailBranding } from './branding';
import { german } from './texts/de';
import { english } from './texts/en';
import { italian } from './texts/it';
import type { MailTexts, MailWords } from './texts/text';

const texts: Record<MailLocale, MailTexts> = { en: english, de: german, it: italian };
const regions: Record<MailLocale, string> = { en: 'en-GB', de: 'de-DE', it: 'it-IT' };

/** Pure: a mail as it is sealed and sent. Names of people and organisations end up in it as text, never as markup. */
export function renderMail(message: MailMessage, branding: MailBranding, from: Pick<MailFrom, 'name'>): Letter {
  const name = singleLine(message.to.name);
  const format = new Intl.DateTimeFormat(regions[message.locale], {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
    timeZoneName: 'short',
  });
  const words = texts[message.locale](message, {
    product: branding.productName,
    name,
    moment: (at) => format.format(at),
  });
  const subject = singleLine(words.subject).slice(0, 200);
  return {
    toName: name,
    fromName: branding.mailFromName ?? from.name ?? branding.productName,
    replyTo: branding.mailReplyTo,
    subject,
    text: plainText(words, branding),
    html: markup(words, { ...branding, subject, locale: message.locale }),
    expiresAt: 'expiresAt' in message.params ? message.params.expiresAt : null,
  };
}

function plainText(words: MailWords, { productName }: MailBranding): string {
  const action = words.action === undefined ? [] : [`${words.action.label}:\n${words.action.link}`];
  return `${[words.greeting, ...words.paragraphs, ...action, ...words.notes, `-- \n${productName}`]
    .map((block) => block.replaceAll(/[^\S\n]*\r?\n/g, '\n'))
    .join('\n\n')}\n`;
}

/** Tables and inline styles, because mail programs know little else; no picture and nothing from outside. */
function markup(words: MailWords, look: MailBranding & { subject: string; locale: MailLocale }): string {
  const paragraph = (text: string) => `<p style="margin:0 0 16px">${escapeHtml(text)}</p>`;
  const note = (text: string) => `<p style="margin:0 0 8px;color:#57606a;font-size:13px">${escapeHtml(text)}</p>`;
  const { action } = words;
  const button =
    action === undefined
      ? ''
      : `<p style="margin:24px 0"><a href="${escapeHtml(action.link)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:${look.accent};color:${readableOn(look.accent)};text-decoration:none;font-weight:600">${escapeHtml(action.label)}</a></p><p style="margin:0 0 24px;color:#57606a;font-size:13px;word-break:break-all">${escapeHtml(action.link)}</p>`;
  return `<!doctype html><html lang="${look.locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(look.subject)}</title></head><body style="margin:0;padding:24px;background:#f6f8fa"><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;border:1px solid #d0d7de;border-radius:6px"><tr><td style="padding:24px;font:15px/1.5 -apple-system,'Segoe UI',Helvetica,Arial,sans-serif;color:#1f2328;text-align:left"><p style="margin:0 0 20px;font-weight:600">${escapeHtml(look.productName)}</p>${paragraph(words.greeting)}${words.paragraphs.map(paragraph).join('')}${button}${words.notes.map(note).join('')}</td></tr></table></td></tr></table></body></html>`;
}

/** Black or white, whichever stands out more on `#rrggbb` (WCAG 2.2, relative luminance). */
function readableOn(colour: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? '#ffffff' : '#000000';
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
