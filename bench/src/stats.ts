/** The value below which `share` (0..1) of the samples lie; NaN for none. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** One line of the result table: a figure, the bare baseline of the same run, and their ratio. */
export interface Figure {
  name: string;
  unit: string;
  value: number;
  baseline?: { name: string; value: number };
  limit?: number;
}

/** Prints the figures as a Markdown table. */
export function print(figures: readonly Figure[]): void {
  const number = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));
  console.log('\n| figure | value | baseline | ratio | limit |\n|---|---|---|---|---|');
  for (const { name, unit, value, baseline, limit } of figures) {
    const base = baseline ? `${number(baseline.value)} ${unit} (${baseline.name})` : '';
    const ratio = baseline && baseline.value !== 0 ? (value / baseline.value).toFixed(2) : '';
    console.log(
      `| ${name} | ${number(value)} ${unit} | ${base} | ${ratio} | ${limit === undefined ? '' : `${limit} ${unit}`} |`,
    );
  }
}
