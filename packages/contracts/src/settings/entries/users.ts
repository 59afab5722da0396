import type { SettingEntry } from '../entry';
import { keptOnly, text } from './common';

const article = 'users-app-csv-xml';
const base = { ...keptOnly, group: 'users' } as const;

/** The Users app: passwords, and what users may do with their accounts. */
export const usersSettings: readonly SettingEntry[] = [
  {
    ...base,
    key: 'users.passwordPolicy.minLength',
    label: text('Shortest password', 'Mindestlänge des Passworts', 'Lunghezza minima della password'),
    help: text(
      'New passwords of users need at least this many characters.',
      'Neue Passwörter der Benutzer brauchen mindestens so viele Zeichen.',
      'Le nuove password degli utenti devono avere almeno questi caratteri.',
    ),
    type: { kind: 'integer', min: 1, max: 23, unit: 'characters' },
    factory: 1,
    source: { text: article, label: 'password policy' },
  },
  {
    ...base,
    key: 'users.passwordPolicy.categories',
    label: text('Kinds of characters', 'Arten von Zeichen', 'Tipi di caratteri'),
    help: text(
      'How many of the four a new password needs: upper case, lower case, digits, special characters.',
      'Wie viele der vier ein neues Passwort braucht: Großbuchstaben, Kleinbuchstaben, Ziffern, Sonderzeichen.',
      'Quanti dei quattro servono in una nuova password: maiuscole, minuscole, cifre, caratteri speciali.',
    ),
    type: { kind: 'integer', min: 1, max: 4 },
    factory: 1,
    source: { text: article, label: 'password policy' },
  },
  {
    ...base,
    key: 'users.selfRegistration',
    label: text('Users register themselves', 'Benutzer registrieren sich selbst', 'Gli utenti si registrano da soli'),
    help: text(
      'The sign-in page of myApps links to a form that creates an account.',
      'Die Anmeldeseite von myApps führt zu einem Formular, das ein Konto anlegt.',
      'La pagina di accesso di myApps porta a un modulo che crea un account.',
    ),
    type: { kind: 'boolean' },
    factory: false,
    source: { text: article, label: 'Allow to create a user account using a web registration form' },
  },
  {
    ...base,
    key: 'users.passwordReset',
    label: text(
      'Users reset their password',
      'Benutzer setzen ihr Passwort zurück',
      'Gli utenti reimpostano la password',
    ),
    help: text(
      'The sign-in page of myApps links to a form for forgotten passwords.',
      'Die Anmeldeseite von myApps führt zu einem Formular für vergessene Passwörter.',
      'La pagina di accesso di myApps porta a un modulo per le password dimenticate.',
    ),
    type: { kind: 'boolean' },
    factory: false,
    source: { text: article, label: 'Allow users to reset the password using a web form' },
  },
  {
    ...base,
    key: 'users.accountDeletion',
    label: text('Users delete their account', 'Benutzer löschen ihr Konto', 'Gli utenti eliminano il proprio account'),
    help: text(
      'The profile has a button that deletes the own account.',
      'Das Profil hat einen Knopf, der das eigene Konto löscht.',
      'Il profilo ha un pulsante che elimina il proprio account.',
    ),
    type: { kind: 'boolean' },
    factory: false,
    source: { text: article, label: 'Allow users to delete their own accounts' },
  },
  {
    ...base,
    key: 'users.defaultProfileApp',
    label: text('Default Profile app', 'Standard-Profil-App', 'App Profilo predefinita'),
    help: text(
      'Name of the Profile app that "Edit profile" of myApps opens, if there are several.',
      'Name der Profil-App, die „Profil bearbeiten“ in myApps öffnet, wenn es mehrere gibt.',
      'Nome dell\'app Profilo che "Modifica profilo" di myApps apre, se ce ne sono diverse.',
    ),
    type: { kind: 'text', max: 100 },
    factory: '',
    source: { text: article, label: 'Which Profile App use as default' },
  },
];
