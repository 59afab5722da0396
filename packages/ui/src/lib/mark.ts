/** The strokes of the mark on a 24 by 24 grid: four jacks of a patch panel, two of them joined by a cord. */
export const markCord = 'M9.2 7h1C14 7 10 17 13.8 17h1';
export const markJacks: readonly (readonly [x: number, y: number])[] = [
  [7, 7],
  [17, 17],
];
export const markFreeJacks: readonly (readonly [x: number, y: number])[] = [
  [17, 7],
  [7, 17],
];

/** The mark as an SVG document, for favicons and mails; `color` is the background. Equal to styles/favicon.svg. */
export function faviconSvg(color = '#4350c7'): string {
  const rings = markJacks.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="2.2"/>`).join('');
  const dots = markFreeJacks.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="1.5"/>`).join('');
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">' +
    `<rect width="24" height="24" rx="6" fill="${color}"/>` +
    `<g fill="none" stroke="#fff" stroke-width="1.8" stroke-linecap="round">${rings}<path d="${markCord}"/></g>` +
    `<g fill="#fff" fill-opacity=".6">${dots}</g></svg>`
  );
}
