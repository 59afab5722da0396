import { setImmediate } from 'node:timers/promises';
import { AppError, settingsFileMaxBytes } from '@switchroom/contracts';
import { Composer, CST, type Document, type ErrorCode, Lexer, LineCounter, Parser, type ParsedNode } from 'yaml';
import type { FileSpot } from './settings-file';

/** What a file of settings can need: a place, its values, a value, its items, their texts. */
const MAX_DEPTH = 24;
/** A file of a megabyte that is full of places has about 200,000 of them. */
const MAX_LEXEMES = 400_000;
/** No text of a setting is nearly as long. */
const MAX_LEXEME = 20_000;
/** So many are read before others get their turn. */
const LEXEMES_AT_ONCE = 1000;
/** What of YAML no file of settings needs: an alias can blow a file up, a tag or a directive can change what texts mean. */
const refusedSigns: ReadonlySet<CST.TokenType> = new Set(['anchor', 'alias', 'tag', 'directive-line']);

/** A file that could be parsed: its one document, and where what stands in it. */
export interface ParsedYaml {
  content: ParsedNode | null;
  spotOf: (offset: number) => FileSpot;
}

/** A refusal that says where. `rule` is one of `fieldErrors`. */
export function fileRefusal(rule: string, spot: FileSpot, params: Record<string, string | number> = {}): AppError {
  return new AppError('invalid-input', {
    message: `file: ${rule} at ${spot.line}:${spot.column}`,
    fields: [{ path: 'file', rule, params: { ...params, line: spot.line, column: spot.column } }],
  });
}

/**
 * Reads YAML that anybody may have written. What could make reading it dear is refused before the parts of the library
 * that call themselves see it: depth, number of signs, anchors and aliases ("billion laughs"), tags, more than one document.
 * @throws {AppError} `invalid-input` at `file`, with line and column
 */
export async function parseYaml(source: string): Promise<ParsedYaml> {
  if (Buffer.byteLength(source) > settingsFileMaxBytes)
    throw fileRefusal('settings-file-large', { line: 1, column: 1 });
  const lines = new LineCounter();
  const spotOf = (offset: number): FileSpot => {
    const { line, col } = lines.linePos(Math.min(offset, source.length));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const tokens = await tokensOf(source, lines, spotOf);
  const composer = new Composer({ uniqueKeys: false, stringKeys: true, prettyErrors: false, logLevel: 'silent' });
  const documents: Document.Parsed[] = [...composer.compose(tokens, true, source.length)].filter(
    (each): each is Document.Parsed => 'contents' in each,
  );
  const [document, second] = documents;
  if (document === undefined) throw fileRefusal('settings-file-syntax', { line: 1, column: 1 });
  const error = document.errors[0];
  if (error !== undefined) throw fileRefusal(ruleOf(error.code), spotOf(error.pos[0]));
  if (second !== undefined) throw fileRefusal('settings-file-documents', spotOf(second.range[0]));
  return { content: document.contents, spotOf };
}

async function tokensOf(source: string, lines: LineCounter, spotOf: ParsedYaml['spotOf']): Promise<CST.Token[]> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const tokens: CST.Token[] = [];
  let read = 0;
  let before: CST.TokenType | null = null;
  for (const lexeme of new Lexer().lex(source)) {
    read += 1;
    if (read > MAX_LEXEMES || lexeme.length > MAX_LEXEME)
      throw fileRefusal('settings-file-large', spotOf(parser.offset));
    if (read % LEXEMES_AT_ONCE === 0) await setImmediate();
    // The sign `scalar` says that what follows is text, whatever it looks like.
    const type: CST.TokenType | null = before === 'scalar' ? null : CST.tokenType(lexeme);
    if (type !== null && refusedSigns.has(type)) throw fileRefusal('settings-file-sign', spotOf(parser.offset));
    before = type;
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > MAX_DEPTH) throw fileRefusal('settings-file-depth', spotOf(parser.offset));
  }
  tokens.push(...parser.end());
  return tokens;
}

function ruleOf(code: ErrorCode): string {
  if (code === 'TAB_AS_INDENT') return 'settings-file-tab';
  if (code === 'MULTIPLE_DOCS') return 'settings-file-documents';
  return 'settings-file-syntax';
}
