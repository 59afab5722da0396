import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Field } from './field';
import { Input } from './input';
import { PasswordInput } from './password-input';
import { RadioGroup } from './radio-group';
import { Select } from './select';
import { Textarea } from './textarea';

function attribute(html: string, tag: string, name: string): string | undefined {
  const element = new RegExp(`<${tag}\\b[^>]*>`).exec(html)?.[0] ?? '';
  return new RegExp(` ${name}="([^"]*)"`).exec(element)?.[1];
}

function textOf(html: string, id: string): string | undefined {
  return new RegExp(`id="${id}"[^>]*>(.*?)</(?:p|span|label)>`).exec(html)?.[1]?.replaceAll(/<[^>]*>/g, '');
}

describe('Field', () => {
  it('names its control and points to help, error and unit', () => {
    const html = renderToStaticMarkup(
      <Field label="Timeout" help="Between 1 and 60" error="Too long" id="timeout" required>
        <Input unit="s" defaultValue="90" />
      </Field>,
    );
    expect(attribute(html, 'label', 'for')).toBe('timeout');
    expect(attribute(html, 'input', 'id')).toBe('timeout');
    expect(attribute(html, 'input', 'aria-invalid')).toBe('true');
    expect(attribute(html, 'input', 'aria-required')).toBe('true');
    const described = attribute(html, 'input', 'aria-describedby')?.split(' ') ?? [];
    expect(described.map((id) => textOf(html, id))).toEqual(['Between 1 and 60', 'Too long', 's']);
  });

  it('says nothing about help or errors that are not there', () => {
    const html = renderToStaticMarkup(
      <Field label="Name">
        <Input />
      </Field>,
    );
    expect(html).not.toContain('aria-describedby=');
    expect(html).not.toContain('aria-invalid=');
  });

  it.each([
    ['textarea', <Textarea key="t" />],
    ['input', <PasswordInput key="p" revealLabel="Show" hideLabel="Hide" />],
    ['button', <Select key="s" options={[{ value: 'a', label: 'A' }]} value="a" onValueChange={() => undefined} />],
  ])('wires a %s', (tag, control) => {
    const html = renderToStaticMarkup(
      <Field label="Label" error="Wrong" id="it">
        {control}
      </Field>,
    );
    expect(attribute(html, tag, 'id')).toBe('it');
    expect(attribute(html, tag, 'aria-describedby')).toBe('it-error');
    expect(attribute(html, tag, 'aria-invalid')).toBe('true');
  });

  it('names a radio group by its label', () => {
    const html = renderToStaticMarkup(
      <Field label="Direction" id="dir">
        <RadioGroup options={[{ value: 'in', label: 'In' }]} value="in" onValueChange={() => undefined} />
      </Field>,
    );
    expect(
      /role="radiogroup"[^>]*aria-labelledby="dir-label"|aria-labelledby="dir-label"[^>]*role="radiogroup"/.test(html),
    ).toBe(true);
    expect(textOf(html, 'dir-label')).toBe('Direction');
  });
});
