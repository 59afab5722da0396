import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import {
  Cell,
  RowLink,
  SelectCell,
  type SortDirection,
  SortHeader,
  Table,
  TableBody,
  TableHead,
  TableRow,
} from './table';

function render(direction: SortDirection | undefined): string {
  return renderToStaticMarkup(
    <Table label="Machines">
      <TableHead>
        <TableRow>
          <SortHeader direction={direction} onSort={() => undefined}>
            Name
          </SortHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        <TableRow selected>
          <SelectCell checked label="Select Berlin" onCheckedChange={() => undefined} />
          <Cell>
            <RowLink href="/berlin">Berlin</RowLink>
          </Cell>
          <Cell label="Users" numeric>
            12
          </Cell>
        </TableRow>
      </TableBody>
    </Table>,
  );
}

describe('Table', () => {
  it.each([
    [undefined, 'none'],
    ['ascending', 'ascending'],
    ['descending', 'descending'],
  ] as const)('says sort %s as aria-sort %s on the column head, with a button inside', (direction, said) => {
    const html = render(direction);
    expect(html).toMatch(new RegExp(`<th[^>]*aria-sort="${said}"[^>]*><button type="button"`));
  });

  it('keeps the table roles when the rows stack', () => {
    const html = render(undefined);
    const roles = [...html.matchAll(/role="(\w+)"/g)].map((match) => match[1]);
    expect(roles).toEqual(expect.arrayContaining(['table', 'rowgroup', 'row', 'columnheader', 'cell', 'checkbox']));
    expect(html).toContain('aria-label="Machines"');
  });

  it('carries the column name into the cell for the phone', () => {
    expect(render(undefined)).toMatch(/<span class="[^"]*sm:hidden[^"]*">Users<\/span>/);
  });

  it('names the checkbox of a row', () => {
    expect(render(undefined)).toContain('aria-label="Select Berlin"');
  });
});
