import { oneLine } from '../../../model/one-line.ts';
import type { Fault, Place } from './check.ts';

/** What most of the fields that are checked stand in, which people need not be told each time. */
const context = 'securityContext.';

/** A field that has a forbidden value, or lacks the one that is required. */
export function faultAt({ path, name }: Place, field: string, value?: string): Fault {
  const text = value === undefined ? 'unset' : oneLine(value);
  const short = field.startsWith(context) ? field.slice(context.length) : field;
  return {
    path: `${path}.${field}`,
    value: text,
    detail: `${name}: ${short}${value === undefined ? ' is unset' : `=${text}`}`,
  };
}

/** An annotation with a value that is not allowed. */
export function annotationFault(annotation: string, value: string): Fault {
  const text = oneLine(value);
  return {
    path: `metadata.annotations[${annotation}]`,
    value: text,
    detail: `annotation ${annotation}=${text}`,
  };
}
