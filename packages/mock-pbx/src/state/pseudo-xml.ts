import { isJsonObject, type Json, type JsonObject } from './types';

/** The `pseudo` property as PbxTableUsers delivers it: XML, scalars as attributes, objects as child elements. */
export function pseudoXml(pseudo: unknown): string {
  return isJsonObject(pseudo) ? element('pseudo', pseudo) : '';
}

function element(name: string, value: JsonObject): string {
  let attributes = '';
  let children = '';
  for (const [key, entry] of Object.entries(value)) {
    for (const item of Array.isArray(entry) ? entry : [entry]) {
      if (isJsonObject(item)) children += element(key, item);
      else if (item !== undefined && item !== null && item !== false)
        attributes += ` ${key}="${escapeXml(scalar(item))}"`;
    }
  }
  return children === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${children}</${name}>`;
}

function scalar(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function escapeXml(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
