import { readFileSync } from 'node:fs';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { faviconSvg } from '../lib/mark';
import { Button } from './button';
import { DiffView } from './diff-view';
import { Link, LinkProvider, type LinkProps } from './link';
import { RelativeTime } from './relative-time';
import { StateChip } from './state-chip';
import { TabLinks } from './tabs';

const diffLabels = {
  before: 'was',
  after: 'becomes',
  none: 'nothing',
  added: 'added',
  removed: 'removed',
  secretChanged: 'changed',
};

describe('Button', () => {
  it('keeps its text for the width and the name while loading, and stays focusable', () => {
    const html = renderToStaticMarkup(<Button loading>Save</Button>);
    expect(html).toContain('aria-busy="true"');
    expect(html).toContain('Save');
    expect(html).not.toMatch(/ disabled=/);
  });

  it('does not submit a form unless told to', () => {
    expect(renderToStaticMarkup(<Button>Save</Button>)).toContain('type="button"');
  });

  it('lends its look to a link', () => {
    const html = renderToStaticMarkup(
      <Button asChild variant="primary">
        <a href="/x">Go</a>
      </Button>,
    );
    expect(html).toMatch(/^<a [^>]*href="\/x"/);
    expect(html).toContain('bg-accent');
  });
});

describe('DiffView', () => {
  it('reads out old and new, added and removed, and never shows a secret', () => {
    const html = renderToStaticMarkup(
      <DiffView
        labels={diffLabels}
        entries={[
          { id: 'url', field: 'Address', nativeName: 'url', kind: 'value', before: 'http://a', after: 'http://b' },
          { id: 'flag', field: 'Hidden', kind: 'value', after: 'yes' },
          { id: 'tpl', field: 'Templates', kind: 'set', added: ['Sales'], removed: ['Old'] },
          { id: 'pwd', field: 'Password', kind: 'secret' },
        ]}
      />,
    );
    const spoken = html
      .replaceAll(/<svg.*?<\/svg>/g, '')
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim();
    expect(spoken).toBe(
      'Address url was http://a becomes http://b Hidden was nothing becomes yes Templates removed Old added Sales Password changed',
    );
    expect(html).toContain('title="url"');
  });
});

describe('StateChip', () => {
  it('shows an icon beside the word, hidden from speech', () => {
    const html = renderToStaticMarkup(<StateChip tone="danger">Refused</StateChip>);
    expect(html).toMatch(/<svg[^>]*aria-hidden="true"/);
    expect(html).toContain('Refused');
  });
});

describe('TabLinks', () => {
  it('marks only the current tab', () => {
    const html = renderToStaticMarkup(
      <TabLinks
        label="Sides"
        tabs={[
          { href: '/a', label: 'A', current: false },
          { href: '/b', label: 'B', current: true },
        ]}
      />,
    );
    expect(html.match(/aria-current="page"/g)).toHaveLength(1);
    expect(html).toMatch(/<a href="\/b" aria-current="page"/);
  });
});

describe('Link', () => {
  it('goes through the router of the application', () => {
    const Routed = ({ href, children }: LinkProps) => <a href={`/de${href}`}>{children}</a>;
    const html = renderToStaticMarkup(
      <LinkProvider component={Routed}>
        <Link href="/x">X</Link>
      </LinkProvider>,
    );
    expect(html).toBe('<a href="/de/x">X</a>');
  });
});

describe('RelativeTime', () => {
  const at = Date.UTC(2026, 10, 21, 12, 0, 0);
  it('renders on the server the exact time, in UTC without a zone', () => {
    const html = renderToStaticMarkup(<RelativeTime value={at} locale="de" />);
    expect(html).toContain('dateTime="2026-11-21T12:00:00.000Z"');
    expect(html).toMatch(/>21\. Nov\. 2026, 12:00:00 UTC</);
  });

  it('counts from the time the server names', () => {
    const html = renderToStaticMarkup(<RelativeTime value={at} locale="en" serverNow={at + 300_000} />);
    expect(html).toContain('>5 minutes ago<');
  });
});

describe('mark', () => {
  it('is the same in the favicon file and in the source', () => {
    const file = readFileSync(new URL('../styles/favicon.svg', import.meta.url), 'utf8');
    expect(file.trim()).toBe(faviconSvg());
  });
});
