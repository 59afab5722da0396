import { ArrowRight, KeyRound, Minus, PencilLine, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '../lib/cn';
import { type Tone, toneText } from '../lib/tone';

interface DiffField {
  /** React key. */
  id: string;
  /** The field in the reader's words. */
  field: ReactNode;
  /** The field's own word at its source, shown small and on hover. */
  nativeName?: string;
  /** Below the line: a warning, an origin. */
  note?: ReactNode;
}

/** One changed field. `before` or `after` undefined means it had, or gets, no value. */
export type DiffEntry = DiffField &
  (
    | { kind: 'value'; before?: ReactNode; after?: ReactNode }
    | { kind: 'set'; added: readonly string[]; removed: readonly string[] }
    | { kind: 'secret' }
  );

/** Words of the diff, by the application. */
export interface DiffLabels {
  /** Read out before the old and the new value. */
  before: string;
  after: string;
  /** In place of a missing value. */
  none: string;
  added: string;
  removed: string;
  /** In place of a secret's values. */
  secretChanged: string;
}

function Side({ value, label, old, none }: { value: ReactNode; label: string; old?: boolean; none: string }) {
  const missing = value === undefined || value === null || value === '';
  return (
    <span className="min-w-0 break-words">
      <span className="sr-only">{label} </span>
      {missing ? (
        <span className="text-fg-subtle italic">{none}</span>
      ) : old ? (
        <del className="rounded-sm bg-danger-soft px-1 font-mono text-xs text-danger decoration-danger/50">{value}</del>
      ) : (
        <ins className="rounded-sm bg-ok-soft px-1 font-mono text-xs text-ok no-underline">{value}</ins>
      )}
    </span>
  );
}

function SetChange({ entry, labels }: { entry: DiffEntry & { kind: 'set' }; labels: DiffLabels }) {
  const lines = [
    ...entry.removed.map((name) => ({ name, added: false })),
    ...entry.added.map((name) => ({ name, added: true })),
  ];
  return (
    <ul className="flex flex-wrap gap-1">
      {lines.map((line) => (
        <li
          key={`${line.added ? '+' : '-'}${line.name}`}
          className={cn(
            'inline-flex min-w-0 items-center gap-1 rounded-sm px-1 font-mono text-xs',
            line.added ? 'bg-ok-soft text-ok' : 'bg-danger-soft text-danger',
          )}
        >
          {line.added ? (
            <Plus aria-hidden="true" className="size-3 shrink-0" />
          ) : (
            <Minus aria-hidden="true" className="size-3 shrink-0" />
          )}
          <span className="sr-only">{line.added ? labels.added : labels.removed} </span>
          <span className={cn('break-all', !line.added && 'line-through decoration-danger/50')}>{line.name}</span>
        </li>
      ))}
    </ul>
  );
}

/** Changed fields one under the other, old to new; sets as added and removed; secrets as "changed". */
export function DiffView({
  entries,
  labels,
  className,
}: {
  entries: readonly DiffEntry[];
  labels: DiffLabels;
  className?: string;
}) {
  return (
    <dl className={cn('text-sm', className)}>
      {entries.map((entry) => (
        <div
          key={entry.id}
          className="grid gap-x-4 gap-y-1 border-b border-line px-3 py-2 last:border-b-0 sm:grid-cols-[minmax(8rem,1fr)_minmax(0,2fr)]"
        >
          <dt title={entry.nativeName} className="min-w-0">
            <span className="mr-2 text-fg">{entry.field}</span>
            {entry.nativeName ? (
              <code className="inline-block max-w-full font-mono text-xs break-all text-fg-subtle">
                {entry.nativeName}
              </code>
            ) : null}
          </dt>
          <dd className="grid min-w-0 content-center gap-1">
            {entry.kind === 'value' ? (
              <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
                <Side value={entry.before} label={labels.before} none={labels.none} old />
                <ArrowRight aria-hidden="true" className="size-3.5 shrink-0 text-fg-subtle" />
                <Side value={entry.after} label={labels.after} none={labels.none} />
              </span>
            ) : entry.kind === 'set' ? (
              <SetChange entry={entry} labels={labels} />
            ) : (
              <span className="inline-flex items-center gap-1.5 text-fg-muted">
                <KeyRound aria-hidden="true" className="size-3.5" />
                {labels.secretChanged}
              </span>
            )}
            {entry.note ? <div className="text-xs text-fg-muted">{entry.note}</div> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const actionLook: Record<'create' | 'update' | 'delete', { tone: Tone; icon: ReactNode }> = {
  create: { tone: 'ok', icon: <Plus aria-hidden="true" /> },
  update: { tone: 'warn', icon: <PencilLine aria-hidden="true" /> },
  delete: { tone: 'danger', icon: <Minus aria-hidden="true" /> },
};

/** One object of a plan: what is done to it, its name, its place, and the changed fields. */
export function DiffObject({
  action,
  actionLabel,
  title,
  place,
  state,
  entries,
  labels,
  headingLevel = 3,
  children,
}: {
  action: 'create' | 'update' | 'delete';
  /** The word for the action. */
  actionLabel: string;
  title: ReactNode;
  place?: ReactNode;
  /** A StateChip while the plan is applied. */
  state?: ReactNode;
  entries: readonly DiffEntry[];
  labels: DiffLabels;
  /** One below the heading above it. */
  headingLevel?: 2 | 3 | 4;
  children?: ReactNode;
}) {
  const look = actionLook[action];
  const Heading = `h${headingLevel}` as const;
  return (
    <section className="overflow-hidden rounded-md border border-line bg-surface">
      <header className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-page px-3 py-1.5 last:border-b-0">
        <span
          className={cn('inline-flex items-center gap-1 text-xs font-medium [&_svg]:size-3.5', toneText[look.tone])}
        >
          {look.icon}
          {actionLabel}
        </span>
        <Heading className="min-w-0 text-sm font-medium break-words">{title}</Heading>
        {place ? <span className="text-xs text-fg-muted">{place}</span> : null}
        {state ? <span className="ml-auto">{state}</span> : null}
      </header>
      {entries.length > 0 ? <DiffView entries={entries} labels={labels} /> : null}
      {children}
    </section>
  );
}
