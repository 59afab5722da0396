/** First and last names of the generated users: German, Italian and English, as in a customer base around the Alps. */
const FIRST = (
  'Anna Lukas Giulia Thomas Emma Marco Sophie Paul Chiara James Lena Matteo Olivia Felix Francesca Jack Marie Alessandro Emily ' +
  'Jonas Sara Harry Laura Davide Grace Simon Elena William Katharina Luca Charlotte Maximilian Martina George Johanna Andrea ' +
  'Amelia Stefan Valentina Oliver Greta Lorenzo Alice Florian Silvia Henry Theresa Federico Lucy Markus Paola Daniel Helga ' +
  'Riccardo Jürgen Ruth Günther Bärbel Nicolò Noemi Edward Käthe Sören Beatrice'
).split(' ');

const LAST = (
  'Müller Rossi Smith Huber Bianchi Taylor Gruber Ferrari Walker Wagner Romano Brown Pichler Colombo Wilson Steiner Ricci Evans ' +
  'Moser Marino Thomas Mayr Greco Roberts Hofer Bruno Johnson Leitner Gallo Wright Berger Conti Robinson Fischer DeLuca Thompson ' +
  'Schmid Costa White Kofler Giordano Hughes Schneider Mancini Edwards Egger Rizzo Green Weber Lombardi Hall Maier Moretti Wood ' +
  'Bauer Barbieri Harris Koch Fontana Clarke Richter Santoro Jackson Wolf Mariani Turner Schröder Rinaldi Cooper Neumann Caruso ' +
  'Hill Schwarz Ferrara Ward Zimmermann Galli Morris Braun Martini Moore Krüger Leone Clark Hofmann Longo Lee Hartmann Gentile ' +
  'King Lange Martinelli Baker Schmitt Vitale Harrison Werner Lombardo Morgan Krause'
).split(' ');

const FIRST_INDEX = new Map(FIRST.map((name, index) => [ascii(name), index]));
const LAST_INDEX = new Map(LAST.map((name, index) => [ascii(name), index]));
const PAIRS = FIRST.length * LAST.length;
/** Prime and no divisor of PAIRS, so multiplying by it walks through all pairs once. */
const STEP = 2741;
const INVERSE = inverse(STEP, PAIRS);

/** The visible parts of a generated user's identity. */
export interface PersonName {
  readonly first: string;
  readonly last: string;
  /** Long name, unique in the PBX. */
  readonly cn: string;
  /** Name (SIP), unique in the PBX. */
  readonly h323: string;
}

/**
 * The name of the user with this running number. It is a bijection between numbers and names, so a PBX
 * with 15,000 users needs no index of names in memory: `numberOfName` computes the way back.
 */
export function personName(number: number, seed: number): PersonName {
  const round = Math.floor(number / PAIRS);
  const pair = ((((number % PAIRS) * STEP) % PAIRS) + (seed % PAIRS)) % PAIRS;
  const first = FIRST[pair % FIRST.length] ?? '';
  const last = LAST[Math.floor(pair / FIRST.length)] ?? '';
  const suffix = round === 0 ? '' : String(round + 1);
  return {
    first,
    last,
    cn: `${first} ${last}${suffix === '' ? '' : ` ${suffix}`}`,
    h323: `${ascii(first)}.${ascii(last)}${suffix}`,
  };
}

/** The running number of a generated Name (`anna.mueller`) or long name (`Anna Müller`); undefined when it is none. */
export function numberOfName(name: string, seed: number): number | undefined {
  const match = /^(\p{L}+)[. ](\p{L}+) ?(\d*)$/u.exec(name);
  if (!match) return undefined;
  const first = FIRST_INDEX.get(ascii(match[1] ?? ''));
  const last = LAST_INDEX.get(ascii(match[2] ?? ''));
  if (first === undefined || last === undefined) return undefined;
  const round = match[3] === '' ? 0 : Number(match[3]) - 1;
  if (round < 0) return undefined;
  const pair = last * FIRST.length + first;
  const number = round * PAIRS + ((((pair - (seed % PAIRS) + PAIRS) % PAIRS) * INVERSE) % PAIRS);
  // Upper case, a missing dot or the like lead to the same pair: only the exact spelling is a name.
  const person = personName(number, seed);
  return person.h323 === name || person.cn === name ? number : undefined;
}

function ascii(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .normalize('NFD')
    .replaceAll(/[^a-z]/g, '');
}

function inverse(value: number, modulus: number): number {
  let [r0, r1, s0, s1] = [value, modulus, 1, 0];
  while (r1 !== 0) {
    const quotient = Math.floor(r0 / r1);
    [r0, r1] = [r1, r0 - quotient * r1];
    [s0, s1] = [s1, s0 - quotient * s1];
  }
  if (r0 !== 1) throw new Error('The step through the name pairs must have no divisor in common with their number.');
  return ((s0 % modulus) + modulus) % modulus;
}
