import { DEFAULT_MAX_FRAME_BYTES } from '@switchroom/protocol';

/** NUL, and what may be one half of a surrogate pair, as JSON escapes; unescaped, neither reaches us in a frame. */
const suspicious = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/**
 * The frame with every NUL and lone surrogate in its texts replaced by U+FFFD: PostgreSQL stores neither, so one odd name
 * on a PBX could never be recorded. Frames without such escapes, which is nearly all, come back as they are. Never throws.
 */
export function storableFrame(text: string): string {
  if (text.length > DEFAULT_MAX_FRAME_BYTES || !suspicious.test(text)) return text;
  try {
    const clean: unknown = JSON.parse(text, (_key, value: unknown) =>
      typeof value === 'string' ? value.replace(/[\0\p{Surrogate}]/gu, '\uFFFD') : value,
    );
    return JSON.stringify(clean);
  } catch {
    // Not JSON, or nested too deep to walk: the codec says so.
    return text;
  }
}
