import { randomBytes } from 'node:crypto';

/**
 * Call data records as a PBX writes them: elements and attributes of "Concept Call Detail Record CDR PBX", calls of our
 * own. Times of events are seconds since the PBX started.
 */
export interface CdrOptions {
  id?: string;
  guid?: string;
  conf?: string;
  cn?: string;
  h323?: string;
  number?: string;
  dir?: 'from' | 'to' | 'cf' | 'ct';
  remote?: { number: string; name?: string };
  /** Seconds since 1970. */
  utc?: number;
  /** What the PBX's own clock showed; no product may look at it. */
  local?: number;
  alert?: number;
  talk?: number;
  cause?: number;
  more?: boolean;
  clir?: boolean;
  external?: boolean;
  group?: string;
  extra?: string;
}

export const guid = () => randomBytes(16).toString('hex');
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** A call that rang, and was talked when `talk` is not 0. */
export function cdr(options: CdrOptions = {}): string {
  const { utc = 1_790_000_000, alert = 5, talk = 20, cause = 16, dir = 'to' } = options;
  const { number = '201', remote = { number: '0471123456', name: 'Rosa Rio' } } = options;
  const name = options.h323 ?? 'ann';
  const side = dir === 'from' ? 'from' : 'to';
  const other = side === 'from' ? 'to' : 'from';
  const party = `e164="${remote.number}"${remote.name === undefined ? '' : ` dn="${escape(remote.name)}"`}`;
  const type = options.external === true ? ' type="ext"' : '';
  const clir = options.clir === true ? ' clir="true"' : '';
  const events = [
    `<event msg="setup-${side}" time="7000" ${party}${type}${clir} conf="${options.conf ?? guid()}"/>`,
    ...(alert > 0 ? [`<event msg="alert-${other}" time="7000" ${party}${type}/>`] : []),
    ...(talk > 0 ? [`<event msg="conn-${other}" time="${7000 + alert}" ${party}${type}/>`] : []),
    `<event msg="rel-${side}" time="${7000 + alert + talk}" cause="${cause}"${options.more === true ? ' more="true"' : ''}/>`,
  ];
  return `<cdr id="${options.id ?? guid()}" guid="${options.guid ?? guid()}" seq="4" sys="example.test" pbx="master" node="root" device="${name}" cn="${escape(options.cn ?? 'Ann Ash')}" e164="${number}" h323="${name}" obj-h323="${name}" obj-e164="${number}" dir="${dir}" utc="${utc}" local="${options.local ?? utc + 3600}" reporting="1"${options.extra ?? ''}>
  <user/>
  ${events.join('\n  ')}
  ${options.group === undefined ? '' : `<group name="${escape(options.group)}" active="true"/>`}
</cdr>`;
}
