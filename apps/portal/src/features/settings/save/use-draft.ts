'use client';
import type { SettingChangeItem, SettingView } from '@switchroom/contracts';
import { useCallback, useMemo, useState } from 'react';
import type { FieldInput } from '../fields/input';
import { type Draft, draftChanges, withInput, without } from './draft';

/** What was entered and not saved, and what the gateway said about it. */
export interface DraftHandle {
  draft: Draft;
  changes: SettingChangeItem[];
  /** Keys whose input is no value, in the order of the page. */
  invalid: string[];
  /** Texts of the gateway's refusals by key, until the input changes. */
  refusals: Readonly<Record<string, string>>;
  /** `input` undefined is "use default"; `keep` sets what holds anyway. */
  input: (view: SettingView, input: FieldInput | undefined, keep?: boolean) => void;
  undo: (key: string) => void;
  discard: () => void;
  /** What was saved is no longer unsaved. */
  saved: (keys: readonly string[]) => void;
  refuse: (refusals: Record<string, string>) => void;
}

/** Keeps what a person enters into the settings of a place; reading them again does not touch it. */
export function useDraft(views: readonly SettingView[]): DraftHandle {
  const [draft, setDraft] = useState<Draft>({});
  const [refusals, setRefusals] = useState<Record<string, string>>({});
  const forget = useCallback((keys: readonly string[]) => {
    setDraft((current) => without(current, keys));
    setRefusals((current) => Object.fromEntries(Object.entries(current).filter(([key]) => !keys.includes(key))));
  }, []);
  const input = useCallback((view: SettingView, next: FieldInput | undefined, keep = false) => {
    setDraft((current) => withInput(current, view, next, keep));
    setRefusals(({ [view.key]: _, ...others }) => others);
  }, []);
  const discard = useCallback(() => {
    setDraft({});
    setRefusals({});
  }, []);
  const { changes, invalid } = useMemo(() => draftChanges(views, draft), [views, draft]);
  return useMemo(
    () => ({
      draft,
      changes,
      invalid,
      refusals,
      input,
      undo: (key) => forget([key]),
      discard,
      saved: forget,
      refuse: setRefusals,
    }),
    [draft, changes, invalid, refusals, input, forget, discard],
  );
}
