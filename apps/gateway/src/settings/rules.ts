import type { SettingValue } from '@switchroom/contracts';

/** A rule between settings that a place breaks. */
export interface RuleFinding {
  /** The setting at which it is told. */
  key: string;
  /** A key of the portal's `fieldErrors`. */
  rule: string;
}

/**
 * Which rules between settings the values of one place break: `refused` ones cannot be saved, `warnings` can. Of a secret
 * the value is a text that is empty where there is none.
 */
export type CheckSettings = (values: (key: string) => SettingValue) => {
  refused: readonly RuleFinding[];
  warnings: readonly RuleFinding[];
};

/** The rules, and which settings take part in a rule with any of these (themselves included). */
export interface SettingRules {
  check: CheckSettings;
  related(keys: readonly string[]): readonly string[];
}
