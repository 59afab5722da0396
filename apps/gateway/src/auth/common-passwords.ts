/**
 * Passwords of 12 characters or more that stand near the top of the public lists of leaked ones, and what people
 * make of the product's name. Short lists catch most of what is really tried against a sign-in page.
 */
const common = new Set([
  '123456789012',
  '1234567890123',
  '12345678901234',
  '123456789123',
  '123456789abc',
  '123123123123',
  '111111111111',
  '000000000000',
  '012345678901',
  '0123456789ab',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  '1qaz2wsx3edc4rfv',
  'q1w2e3r4t5y6',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiop[]',
  'qwerty123456',
  'qwerty1234567',
  'qwertyqwerty',
  'qwertzuiop12',
  'asdfghjkl123',
  'zaq12wsxcde3',
  'password1234',
  'password12345',
  'password123456',
  'passwordpassword',
  'passw0rd1234',
  'p@ssw0rd1234',
  'password!123',
  'changeme1234',
  'changemenow1',
  'letmeinplease',
  'letmein12345',
  'welcome12345',
  'welcome123456',
  'iloveyou1234',
  'iloveyouforever',
  'administrator',
  'administrator1',
  'adminadmin12',
  'adminadminadmin',
  'admin1234567',
  'admin123456789',
  'superadmin123',
  'rootrootroot',
  'defaultpassword',
  'unknownunknown',
  'monkeymonkey',
  'trustno1trustno1',
  'correcthorsebatterystaple',
  'innovaphone1',
  'innovaphone123',
  'innovaphonepbx',
  'switchroom12',
  'switchroom123',
  'switchroom1234',
  'switchroomadmin',
  'passwort1234',
  'passwort12345',
  'geheimgeheim',
  'willkommen12',
  'willkommen123',
  'benvenuto123',
]);

/** True for a well-known password, one character repeated, or the person's own e-mail address. */
export function isCommonPassword(password: string, email: string): boolean {
  const folded = password.trim().toLowerCase();
  const [local = ''] = email.toLowerCase().split('@');
  return (
    common.has(folded) ||
    new Set(folded).size < 4 ||
    folded === email.toLowerCase() ||
    (local.length >= 6 && folded.replaceAll(/[\d!.@#$_-]+$/g, '') === local)
  );
}
