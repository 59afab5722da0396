import type * as z from 'zod';
import * as terms from '../src/attendant/terms';
import * as shapes from '../src/attendant/shapes';

/*
 * What docs/attendant-protocol.md says, taken apart, and what it should say of a schema. The test beside the messages
 * compares the two.
 */

/** One heading with what stands below it, up to the next heading of the same or a higher level. */
export interface Section {
  readonly title: string;
  readonly tables: readonly Table[];
  /** Frames of the examples, with who sends them. */
  readonly frames: readonly { readonly from: 'console' | 'service'; readonly text: string }[];
}

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

/** Sections of one level of headings, by their titles. Throws when a title comes twice. */
export function sectionsOf(markdown: string, level: number): ReadonlyMap<string, Section> {
  const sections = new Map<string, Section>();
  let lines: string[] | undefined;
  let title = '';
  const finish = (): void => {
    if (lines === undefined) return;
    if (sections.has(title)) throw new Error(`"${title}" is described twice`);
    sections.set(title, { title, tables: tablesOf(lines), frames: framesOf(lines) });
    lines = undefined;
  };
  for (const line of markdown.split('\n')) {
    const heading = /^(#+) (.*)$/.exec(line);
    if (heading && (heading[1]?.length ?? 0) <= level) finish();
    if (heading?.[1]?.length === level) {
      title = (heading[2] ?? '').trim();
      lines = [];
    } else lines?.push(line);
  }
  finish();
  return sections;
}

function tablesOf(lines: readonly string[]): Table[] {
  const tables: { head: string[]; rows: string[][] }[] = [];
  let open: { head: string[]; rows: string[][] } | undefined;
  for (const line of lines) {
    if (!line.startsWith('|')) open = undefined;
    else if (/^\|[\s|:-]+$/.test(line)) continue;
    else if (open) open.rows.push(cellsOf(line));
    else {
      open = { head: cellsOf(line), rows: [] };
      tables.push(open);
    }
  }
  return tables;
}

function framesOf(lines: readonly string[]): Section['frames'][number][] {
  return lines.flatMap((line) => {
    const frame = /^(->|<-) (\{.*\})$/.exec(line);
    return frame
      ? [{ from: frame[1] === '->' ? ('console' as const) : ('service' as const), text: frame[2] ?? '' }]
      : [];
  });
}

/** Lists of words that several fields share, by the names that the document gives them. */
export const wordLists: Readonly<Record<string, readonly string[]>> = {
  'console type': terms.CONSOLE_TYPES,
  'link state': terms.LINK_STATES,
  'session end': terms.SESSION_ENDS,
  'colleague calls': terms.COLLEAGUE_CALL_STATES,
  activity: terms.PRESENCE_ACTIVITIES,
  'diversion kind': terms.DIVERSION_KINDS,
  'call state': terms.CALL_STATES,
  'hold state': terms.HOLD_STATES,
  'call end': terms.CALL_ENDS,
  'operator state': terms.OPERATOR_STATES,
  'panic stage': terms.PANIC_STAGES,
  'panic failure': terms.PANIC_FAILURES,
  'history filter': terms.HISTORY_FILTERS,
  update: terms.ROW_UPDATES,
};

type Definition = { readonly type: string } & Readonly<Record<string, unknown>>;

const definitionOf = (schema: z.core.$ZodType): Definition => schema._zod.def as unknown as Definition;

/** Words that a field may have on the wire; `unknown` only where a sender would write it. */
export const wordsOf = (words: readonly string[]): readonly string[] => words.filter((word) => word !== 'unknown');

/** How the document names the type of a field. */
function typeName(schema: z.core.$ZodType): string {
  const def = definitionOf(schema);
  const inner = (def.innerType ?? def.out) as z.core.$ZodType | undefined;
  if (inner) return typeName(inner);
  const shape = Object.entries(shapes).find(([, each]) => each === schema);
  if (shape) return shape[0];
  const checks = ((def.checks ?? []) as readonly { _zod: { def: { check: string; maximum?: number } } }[]).map(
    (check) => check._zod.def,
  );
  const maximum = checks.find(({ check }) => check === 'max_length')?.maximum;
  switch (def.type) {
    case 'string':
      return checks.some(({ check }) => check === 'string_format') ? 'instant' : `text ${maximum}`;
    case 'number':
      return 'number';
    case 'boolean':
      return 'flag';
    case 'enum':
      return enumName(Object.values(def.entries as Record<string, string>));
    case 'array':
      return `${typeName(def.element as z.core.$ZodType)}[${maximum}]`;
    default:
      throw new Error(`the document has no name for a schema of kind ${def.type}`);
  }
}

function enumName(entries: readonly string[]): string {
  const words = wordsOf(entries);
  const list = Object.entries(wordLists).find(([, each]) => wordsOf(each).join() === words.join());
  return list ? list[0] : words.join(', ');
}

/** Rows that the table of an object must have: name (with ? when optional) and type. */
export function fieldRows(schema: z.core.$ZodObject): [string, string][] {
  const shape = schema._zod.def.shape as Readonly<Record<string, z.core.$ZodType>>;
  return Object.entries(shape).map(([name, field]) => [
    `\`${name}${field._zod.optout === 'optional' ? '?' : ''}\``,
    typeName(field),
  ]);
}
