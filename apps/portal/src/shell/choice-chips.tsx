'use client';
import { FilterChip } from '@switchroom/ui/components/filter-chip';

/** Chips of which at most one is pressed; pressing it again takes it off. */
export function ChoiceChips<Choice extends string>({
  choices,
  value,
  label,
  onChange,
}: {
  choices: readonly Choice[];
  value: Choice | null;
  label: (choice: Choice) => string;
  onChange: (choice: Choice | null) => void;
}) {
  return choices.map((choice) => (
    <FilterChip key={choice} pressed={value === choice} onPressedChange={(on) => onChange(on ? choice : null)}>
      {label(choice)}
    </FilterChip>
  ));
}
