import type { SettingEntry } from '../entry';
import { keptOnly, text } from './common';

const howto = 'oauth2-email';
const base = { ...keptOnly, group: 'mail' } as const;

/** Fields of the modes with a private key, and of the generic ones. */
export const mailOauth2KeySettings: readonly SettingEntry[] = [
  {
    ...base,
    key: 'pbx.mail.oauth2.clientEmail',
    label: text('Client e-mail', 'Client-E-Mail', 'E-mail del client'),
    help: text(
      'Of the service account. Google Service Account needs it.',
      'Die des Dienstkontos. Google Service Account braucht sie.',
      "Quella dell'account di servizio. Serve a Google Service Account.",
    ),
    type: { kind: 'text', max: 254, format: 'email' },
    factory: '',
    source: { text: howto, label: 'Client e-mail' },
  },
  {
    ...base,
    key: 'pbx.mail.oauth2.privateKeyId',
    label: text('Private key ID', 'ID des privaten Schlüssels', 'ID della chiave privata'),
    help: text(
      'Names the private key below. Google Service Account needs it.',
      'Bezeichnet den privaten Schlüssel unten. Google Service Account braucht sie.',
      'Indica la chiave privata qui sotto. Serve a Google Service Account.',
    ),
    type: { kind: 'text', max: 200 },
    factory: '',
    source: { text: howto, label: 'Private Key ID' },
  },
  {
    ...base,
    key: 'pbx.mail.oauth2.privateKey',
    label: text('Private key', 'Privater Schlüssel', 'Chiave privata'),
    help: text(
      'Google Service Account and private key jwt need it. It is kept sealed and never shown again.',
      'Google Service Account und Private key jwt brauchen ihn. Er wird versiegelt aufbewahrt und nie wieder gezeigt.',
      'Serve a Google Service Account e private key jwt. Viene conservata sigillata e mai più mostrata.',
    ),
    type: { kind: 'secret', max: 10_000 },
    factory: '',
    secret: true,
    source: { text: howto, label: 'Private Key' },
  },
  {
    ...base,
    key: 'pbx.mail.oauth2.tokenEndpoint',
    label: text('Token endpoint', 'Token-Endpunkt', 'Endpoint dei token'),
    help: text(
      'Where access tokens are fetched. The two generic modes need it; the others know it.',
      'Wo Zugriffstoken geholt werden. Die beiden allgemeinen Modi brauchen ihn; die anderen kennen ihn.',
      'Da dove si prendono i token di accesso. Serve alle due modalità generiche; le altre lo conoscono.',
    ),
    type: { kind: 'text', max: 500, format: 'url' },
    factory: '',
    source: { text: howto, label: 'Token endpoint' },
  },
  {
    ...base,
    key: 'pbx.mail.oauth2.authorizationUrl',
    label: text('Authorization URL', 'Autorisierungs-URL', 'URL di autorizzazione'),
    help: text(
      'Opens the dialogue in which the account is released once. Client secret post needs it, unless it has a resource owner.',
      'Öffnet den Dialog, in dem das Konto einmal freigegeben wird. Client secret post braucht sie, wenn kein Ressourcenbesitzer eingetragen ist.',
      "Apre la finestra in cui l'account viene autorizzato una volta. Serve a client secret post, se non ha un proprietario della risorsa.",
    ),
    type: { kind: 'text', max: 1000, format: 'url' },
    factory: '',
    source: { text: howto, label: 'Authorization URL' },
  },
];
